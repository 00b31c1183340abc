"""For tests: money that is free, accounts it may go to, payouts."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.actions.add_payout_account import add_payout_account
from jishi.trade.settlement.models import PayoutAccount
from jishi.trade.settlement.types import AccountStatus, PayoutAccountView, PayoutOwner


def give_money(account: str, amount_minor: int) -> None:
    """Put test money on an account; a negative amount takes it away."""
    reference = f"test:{new_id()}"
    with transaction.atomic():
        post_entry(
            actor=SYSTEM,
            business_ref=reference,
            kind="test",
            postings=[
                PostingInput(account, amount_minor),
                PostingInput("provider:test:clearing", -amount_minor),
            ],
            idempotency_key=reference,
        )


def make_account(
    actor: Actor, owner: PayoutOwner, number: str = "6222020000001235", days_old: int = 30
) -> PayoutAccountView:
    """A verified account of so many days; the sandbox bank acts by the number's last digit."""
    with transaction.atomic():
        view = add_payout_account(
            actor=actor, owner=owner, holder="Lin Xiaoyu", bank="Bank of Hangzhou", number=number
        )
    PayoutAccount.objects.filter(id=view.id).update(
        status=AccountStatus.VERIFIED.value, verified_at=clock.now() - timedelta(days=days_old)
    )
    return view
