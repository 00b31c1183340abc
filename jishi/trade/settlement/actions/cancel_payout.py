"""Call a payout back before it is sent."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.void_hold import void_hold
from jishi.trade.settlement.actions.move_payout import move_payout
from jishi.trade.settlement.events import PayoutCancelled
from jishi.trade.settlement.queries import lock_payout, require_owner, view_payout
from jishi.trade.settlement.types import PayoutStatus, PayoutView


def cancel_payout(*, actor: Actor, payout_id: UUID, reason: str = "") -> PayoutView:
    """Give the held money back to its owner: by the owner, or by the operator with a reason.

    Raises NotFound for anybody else, TransitionRefused once it is on its way, TextTooLong.
    """
    require_transaction()
    reason = clean_line(reason, field="reason", limit=200, required=actor.is_operator)
    row = lock_payout(payout_id)
    by = "operator" if actor.is_operator else "owner"
    if by == "owner":
        try:
            require_owner(actor, view_payout(row).owner, to_pay_out=True)
        except NotAllowed:
            raise NotFound() from None
    move_payout(row, PayoutStatus.CANCELLED, by=by, actor=actor, note=reason)
    void_hold(actor=actor, hold_id=row.hold_id)
    audit(
        actor=actor,
        action="cancel_payout",
        subject_kind="payout",
        subject_id=row.id,
        detail={"reason": reason},
    )
    record(
        PayoutCancelled(
            payout_id=row.id,
            owner_kind=row.owner_kind,
            owner_id=row.owner_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            by=by,
            reason=reason,
        )
    )
    return view_payout(row)
