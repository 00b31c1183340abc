"""Ask the bank about an account. An entry point of its own: it uses the network."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import durable
from jishi.trade.settlement.actions.move_payout import move_account
from jishi.trade.settlement.events import PayoutAccountChecked
from jishi.trade.settlement.models import PayoutAccount
from jishi.trade.settlement.providers import get_payout_provider
from jishi.trade.settlement.queries import view_account
from jishi.trade.settlement.types import AccountStatus, PayoutAccountView


def check_account(account_id: UUID) -> PayoutAccountView:
    """Have an account verified or rejected, once; raises ProviderUnavailable, NotFound."""
    row = PayoutAccount.objects.filter(id=account_id).first()
    if row is None:
        raise NotFound()
    if row.status != AccountStatus.UNVERIFIED:
        return view_account(row)
    provider = get_payout_provider(row.provider)
    answer = provider.check_account(row.holder, row.bank, row.number)
    with durable():
        row = PayoutAccount.objects.select_for_update().get(id=account_id)
        if row.status == AccountStatus.UNVERIFIED:
            to = AccountStatus.VERIFIED if answer.is_good else AccountStatus.REJECTED
            move_account(row, to, by="provider", message=answer.message)
            record(
                PayoutAccountChecked(
                    account_id=row.id,
                    owner_kind=row.owner_kind,
                    owner_id=row.owner_id,
                    is_verified=answer.is_good,
                )
            )
    return view_account(row)
