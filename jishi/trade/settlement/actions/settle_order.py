"""Pay everybody who has a part of an order out of its escrow."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.actions._recover import recover
from jishi.trade.settlement.actions.move_settlement import move_settlement
from jishi.trade.settlement.errors import NotReadyToSettle
from jishi.trade.settlement.events import OrderSettled
from jishi.trade.settlement.models import Reserve, Settlement
from jishi.trade.settlement.policies import RESERVE_DAYS, RESERVE_NEW_PPM
from jishi.trade.settlement.queries import get_settlement
from jishi.trade.settlement.rules import (
    PLATFORM_FEES,
    order_escrow,
    reserve_rate,
    shop_account,
    split_reserve,
)
from jishi.trade.settlement.types import SettlementStatus, SettlementView
from jishi.trade.shops.queries import get_score


def settle_order(*, actor: Actor, order_id: UUID) -> SettlementView:
    """Pay everybody the part that is theirs now; a second time changes nothing.

    Partial refunds have lowered every part before; escrow ends at zero. Whoever owes something
    pays it out of this first. Raises NotReadyToSettle before its time or while something blocks
    it, TransitionRefused when cancelled, NotFound.
    """
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        raise NotFound()
    if row.status == SettlementStatus.SETTLED:
        return get_settlement(order_id)
    if row.status == SettlementStatus.HELD and (
        row.release_at is None or row.release_at > clock.now() or row.block_count
    ):
        raise NotReadyToSettle()
    move_settlement(row, SettlementStatus.SETTLED)
    _post(actor, row)
    audit(
        actor=actor,
        action="settle_order",
        subject_kind="order",
        subject_id=order_id,
        detail={
            "base_minor": row.base_minor,
            "fee_minor": row.fee_minor,
            "shop_minor": row.shop_minor,
        },
    )
    record(
        OrderSettled(
            order_id=order_id,
            shop_id=row.shop_id,
            buyer_id=row.buyer_id,
            currency=row.currency,
            base_minor=row.base_minor,
            fee_minor=row.fee_minor,
            shop_minor=row.shop_minor,
        )
    )
    return get_settlement(order_id)


def _post(actor: Actor, row: Settlement) -> None:
    parts: dict[str, int] = defaultdict(int)
    free, aside = _set_aside(row)
    parts[shop_account(row.shop_id)] += free
    parts[PLATFORM_FEES] += row.fee_minor
    for payee, amount in row.shares.filter(status="settled").values_list("payee", "amount_minor"):
        parts[payee] += amount
    if row.base_minor == 0:  # a gift: there is nothing to move
        return
    sums = recover(parts, row.currency)
    sums[shop_account(row.shop_id, "reserve")] = aside
    sums[order_escrow(row.order_id)] = -row.base_minor
    reference = f"settlement:{row.order_id}"
    post_entry(
        actor=actor,
        business_ref=reference,
        kind="settlement",
        postings=[PostingInput(name, sums[name], row.currency) for name in sorted(sums)],
        idempotency_key=reference,
    )


def _set_aside(row: Settlement) -> tuple[int, int]:
    """What the shop may use at once and what is kept for returns, by its score of now."""
    rate = reserve_rate(get_score(row.shop_id).points, RESERVE_NEW_PPM.get())
    free, aside = split_reserve(row.shop_minor, rate)
    if aside:
        Reserve.objects.create(
            settlement=row,
            shop_id=row.shop_id,
            currency=row.currency,
            rate_ppm=rate,
            amount_minor=aside,
            release_at=clock.now() + timedelta(days=RESERVE_DAYS.get()),
        )
    return free, aside
