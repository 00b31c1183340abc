"""Keep an order's money in escrow as long as something about it is open."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions._lock_settlement import lock_settlement
from jishi.trade.settlement.models import SettlementBlock
from jishi.trade.settlement.types import SettlementStatus


def hold_release(*, actor: Actor, order_id: UUID, reason: str, business_ref: str) -> bool:
    """Block the settling of an order for `business_ref`, e.g. `aftersale:<id>`.

    Several may block it; it settles when all are lifted. False when its money is settled or
    cancelled already; nothing is blocked then. Once per reference. Raises NotFound.
    """
    if not 0 < len(business_ref) <= 140:
        raise InvalidInput(field="business_ref")
    row = lock_settlement(actor, order_id)
    if row.status != SettlementStatus.HELD:
        return False
    block, is_new = SettlementBlock.objects.get_or_create(
        settlement=row,
        business_ref=business_ref,
        defaults={"reason": reason[:200], "placed_at": clock.now()},
    )
    if not is_new and block.lifted_at is None:
        return True
    if not is_new:  # blocked again by the same thing, e.g. a case that was opened anew
        block.reason, block.placed_at, block.lifted_at = reason[:200], clock.now(), None
        block.save()
    row.block_count += 1
    row.save(update_fields=["block_count"])
    audit(
        actor=actor,
        action="hold_release",
        subject_kind="order",
        subject_id=order_id,
        detail={"business_ref": business_ref, "reason": reason},
    )
    return True
