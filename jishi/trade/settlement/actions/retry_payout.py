"""Try a payout again that failed."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.place_hold import place_hold
from jishi.trade.settlement.actions.move_payout import move_payout
from jishi.trade.settlement.errors import AccountUnusable
from jishi.trade.settlement.queries import lock_payout, require_owner, view_payout
from jishi.trade.settlement.rules import HOLD_LENGTH, PAYOUT
from jishi.trade.settlement.types import AccountStatus, PayoutStatus, PayoutView


def retry_payout(*, actor: Actor, payout_id: UUID) -> PayoutView:
    """Hold the money anew and send it, to the same account: by the owner or the operator.

    Raises NotFound for anybody else, TransitionRefused unless it has failed, AccountUnusable,
    InsufficientFunds.
    """
    require_transaction()
    row = lock_payout(payout_id)
    owner = view_payout(row).owner
    by = "operator" if actor.is_operator else "owner"
    if by == "owner":
        try:
            require_owner(actor, owner, to_pay_out=True)
        except NotAllowed:
            raise NotFound() from None
    PAYOUT.check(row.status, PayoutStatus.REVIEWED.value, by)
    if row.account.status != AccountStatus.VERIFIED:
        raise AccountUnusable()
    row.hold_count += 1
    reference = f"payout:{row.id}:{row.hold_count}"
    row.hold_id = place_hold(
        actor=actor,
        business_ref=reference,
        account=owner.ledger_account,
        amount_minor=row.amount_minor,
        currency=row.currency,
        idempotency_key=reference,
        expires_at=clock.now() + HOLD_LENGTH,
    ).id
    move_payout(row, PayoutStatus.REVIEWED, by=by, actor=actor)
    audit(actor=actor, action="retry_payout", subject_kind="payout", subject_id=row.id)
    app.configure_task("settlement.send_payout").defer(payout_id=str(row.id))
    return view_payout(row)
