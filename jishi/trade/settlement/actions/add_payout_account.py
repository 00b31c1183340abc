"""Name an account that money may be paid to."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.errors import AccountKnown, AccountNumberInvalid
from jishi.trade.settlement.models import PayoutAccount
from jishi.trade.settlement.providers import list_payout_providers
from jishi.trade.settlement.queries import require_owner, view_account
from jishi.trade.settlement.rules import NUMBER
from jishi.trade.settlement.types import AccountStatus, PayoutAccountView, PayoutOwner


def add_payout_account(
    *,
    actor: Actor,
    owner: PayoutOwner,
    holder: str,
    bank: str,
    number: str,
    provider: str = "sandbox",
) -> PayoutAccountView:
    """Keep a bank account; a job asks the bank whether it is the holder's.

    Raises NotAllowed, AccountNumberInvalid, AccountKnown, InvalidInput, TextTooLong.
    """
    require_transaction()
    person_id = require_owner(actor, owner, to_pay_out=True)
    assert person_id is not None
    if provider not in list_payout_providers():
        raise InvalidInput(field="provider")
    plain = number.replace(" ", "").replace("-", "")
    if not NUMBER.fullmatch(plain):
        raise AccountNumberInvalid()
    mine = PayoutAccount.objects.filter(
        owner_kind=owner.kind.value, owner_id=owner.id, number=plain
    )
    if mine.exclude(status=AccountStatus.REMOVED.value).exists():
        raise AccountKnown()
    row = PayoutAccount.objects.create(
        owner_kind=owner.kind.value,
        owner_id=owner.id,
        provider=provider,
        holder=clean_line(holder, field="holder", limit=60),
        bank=clean_line(bank, field="bank", limit=60),
        number=plain,
        status=AccountStatus.UNVERIFIED.value,
        added_by=person_id,
        added_at=clock.now(),
    )
    audit(
        actor=actor,
        action="add_payout_account",
        subject_kind="payout_account",
        subject_id=row.id,
        detail={"owner": f"{owner.kind}:{owner.id}", "number": row.masked},
    )
    app.configure_task("settlement.check_account").defer(account_id=str(row.id))
    return view_account(row)
