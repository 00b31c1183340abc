"""Pay everybody who has a part of an order out of its escrow."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.queries import get_balance
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.actions.move_settlement import move_settlement
from jishi.trade.settlement.errors import NotReadyToSettle
from jishi.trade.settlement.events import OrderSettled
from jishi.trade.settlement.models import Settlement, Share
from jishi.trade.settlement.queries import get_settlement
from jishi.trade.settlement.rules import divide, order_escrow, shop_account
from jishi.trade.settlement.types import Division, SettlementStatus, SettlementView


def settle_order(*, actor: Actor, order_id: UUID) -> SettlementView:
    """Divide what is left in escrow; a second time changes nothing.

    The base is the escrow itself, so that partial refunds lower every part alike and escrow
    ends at zero. Raises NotReadyToSettle before its time, TransitionRefused when cancelled,
    NotFound.
    """
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        raise NotFound()
    if row.status == SettlementStatus.SETTLED:
        return get_settlement(order_id)
    if row.status == SettlementStatus.HELD and (
        row.release_at is None or row.release_at > clock.now()
    ):
        raise NotReadyToSettle()
    shares = list(row.shares.filter(status="pending").order_by("added_at", "id"))
    base = get_balance(order_escrow(order_id), row.currency).available_minor
    parts = divide(base, row.fee_rate_ppm, [s.rate_ppm for s in shares])
    row.base_minor, row.fee_minor, row.shop_minor = base, parts.fee_minor, parts.shop_minor
    for share, amount in zip(shares, parts.share_minor, strict=True):
        share.base_minor, share.amount_minor = base, amount
    Share.objects.bulk_update(shares, ["base_minor", "amount_minor"])
    move_settlement(row, SettlementStatus.SETTLED)
    _post(actor, row, shares, parts)
    audit(
        actor=actor,
        action="settle_order",
        subject_kind="order",
        subject_id=order_id,
        detail={"base_minor": base, "fee_minor": parts.fee_minor, "shop_minor": parts.shop_minor},
    )
    record(
        OrderSettled(
            order_id=order_id,
            shop_id=row.shop_id,
            buyer_id=row.buyer_id,
            currency=row.currency,
            base_minor=base,
            fee_minor=parts.fee_minor,
            shop_minor=parts.shop_minor,
        )
    )
    return get_settlement(order_id)


def _post(actor: Actor, row: Settlement, shares: list[Share], parts: Division) -> None:
    if parts.base_minor == 0:  # all of it was refunded: there is nothing to move
        return
    lines = [
        PostingInput(order_escrow(row.order_id), -parts.base_minor, row.currency),
        PostingInput(shop_account(row.shop_id), parts.shop_minor, row.currency),
        PostingInput("platform:fees", parts.fee_minor, row.currency),
        *(PostingInput(s.payee, s.amount_minor, row.currency) for s in shares),
    ]
    reference = f"settlement:{row.order_id}"
    post_entry(
        actor=actor,
        business_ref=reference,
        kind="settlement",
        postings=lines,
        idempotency_key=reference,
    )
