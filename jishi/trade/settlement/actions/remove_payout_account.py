"""Take an account off the list of those that money may be paid to."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions.move_payout import move_account
from jishi.trade.settlement.errors import AccountInUse
from jishi.trade.settlement.models import PayoutAccount
from jishi.trade.settlement.queries import require_owner, view_account
from jishi.trade.settlement.types import AccountStatus, PayoutStatus

_OPEN = [PayoutStatus.REQUESTED.value, PayoutStatus.REVIEWED.value, PayoutStatus.IN_TRANSIT.value]


def remove_payout_account(*, actor: Actor, account_id: UUID) -> None:
    """Remove it; it stays with the payouts that went to it. Raises AccountInUse, NotFound,
    TransitionRefused when it is removed already."""
    require_transaction()
    row = PayoutAccount.objects.select_for_update().filter(id=account_id).first()
    if row is None:
        raise NotFound()
    try:
        require_owner(actor, view_account(row).owner, to_pay_out=True)
    except NotAllowed:
        raise NotFound() from None
    if row.payouts.filter(status__in=_OPEN).exists():
        raise AccountInUse()
    move_account(row, AccountStatus.REMOVED, by="owner")
    audit(
        actor=actor,
        action="remove_payout_account",
        subject_kind="payout_account",
        subject_id=row.id,
    )
