"""Give a shop what was set aside of an order."""

from __future__ import annotations

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
from jishi.trade.settlement.errors import NotReadyToSettle
from jishi.trade.settlement.events import ReserveReleased
from jishi.trade.settlement.models import Reserve
from jishi.trade.settlement.queries import view_reserve
from jishi.trade.settlement.rules import shop_account
from jishi.trade.settlement.types import ReserveView


def release_reserve(*, actor: Actor, order_id: UUID) -> ReserveView:
    """What refunds have left of it becomes available; debts are paid out of it first.

    A second time changes nothing. Raises NotReadyToSettle before its day, NotFound.
    """
    require_transaction()
    row = Reserve.objects.select_for_update().filter(settlement_id=order_id).first()
    if row is None:
        raise NotFound()
    if row.released_at is not None:
        return view_reserve(row)
    if row.release_at > clock.now():
        raise NotReadyToSettle()
    left = row.amount_minor - row.taken_minor
    row.released_at = clock.now()
    row.save(update_fields=["released_at"])
    if left:
        sums = recover({shop_account(row.shop_id): left}, row.currency)
        sums[shop_account(row.shop_id, "reserve")] = -left
        reference = f"reserve:{order_id}"
        post_entry(
            actor=actor,
            business_ref=reference,
            kind="reserve_released",
            postings=[PostingInput(name, sums[name], row.currency) for name in sorted(sums)],
            idempotency_key=reference,
        )
    audit(
        actor=actor,
        action="release_reserve",
        subject_kind="order",
        subject_id=order_id,
        detail={"amount_minor": left},
    )
    record(
        ReserveReleased(
            order_id=order_id, shop_id=row.shop_id, amount_minor=left, currency=row.currency
        )
    )
    return view_reserve(row)
