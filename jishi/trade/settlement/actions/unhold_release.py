"""Lift what kept an order's money in escrow."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions._lock_settlement import lock_settlement


def unhold_release(*, actor: Actor, order_id: UUID, business_ref: str) -> bool:
    """Lift the block of `business_ref`; an order whose time has come settles by the clock.

    False when it was not blocked by it. Raises NotFound.
    """
    row = lock_settlement(actor, order_id)
    lifted = row.blocks.filter(business_ref=business_ref, lifted_at=None).update(
        lifted_at=clock.now()
    )
    if not lifted:
        return False
    row.block_count -= 1
    row.save(update_fields=["block_count"])
    audit(
        actor=actor,
        action="unhold_release",
        subject_kind="order",
        subject_id=order_id,
        detail={"business_ref": business_ref},
    )
    return True
