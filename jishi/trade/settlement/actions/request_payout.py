"""Ask for money to be paid out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Sum
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import MAX_KEY, hash_input
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import format_minor
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM, Actor
from jishi.foundation.ledger.actions.place_hold import place_hold
from jishi.trade.settlement.actions.move_payout import move_payout
from jishi.trade.settlement.errors import AccountUnusable, PayoutTooSmall
from jishi.trade.settlement.events import PayoutRequested
from jishi.trade.settlement.models import Payout, PayoutAccount, PayoutStep, Receivable
from jishi.trade.settlement.policies import (
    PAYOUT_LARGE_MINOR,
    PAYOUT_MIN_MINOR,
    PAYOUT_NEW_ACCOUNT_DAYS,
)
from jishi.trade.settlement.queries import require_owner, view_payout
from jishi.trade.settlement.rules import HOLD_LENGTH, review_reasons
from jishi.trade.settlement.types import (
    AccountStatus,
    PayoutOwner,
    PayoutStatus,
    PayoutView,
    ReviewReason,
)


def request_payout(
    *, actor: Actor, owner: PayoutOwner, account_id: UUID, amount_minor: int, idempotency_key: str
) -> PayoutView:
    """Hold the amount and send it, at once or after a review (large, new account, debts).

    The floor of the owner's account is checked with the hold: two requests at once never exceed
    it. Once per key. Raises NotAllowed, AccountUnusable, PayoutTooSmall, InsufficientFunds,
    InvalidInput, IdempotencyConflict.
    """
    require_transaction()
    person_id = require_owner(actor, owner, to_pay_out=True)
    assert person_id is not None
    if not 1 <= len(idempotency_key) <= MAX_KEY:
        raise InvalidInput(field="idempotency_key")
    digest = hash_input([account_id, amount_minor])
    known = Payout.objects.select_related("account").filter(
        owner_kind=owner.kind.value, owner_id=owner.id, idempotency_key=idempotency_key
    )
    row = known.first()
    if row is not None:
        if row.input_hash != digest:
            raise IdempotencyConflict(key=idempotency_key)
        return view_payout(row)
    account = _usable(owner, account_id)
    currency = settings.currency
    if type(amount_minor) is not int or amount_minor < PAYOUT_MIN_MINOR.get():
        raise PayoutTooSmall(least=format_minor(PAYOUT_MIN_MINOR.get(), currency))
    payout_id, now = new_id(), clock.now()
    hold = place_hold(
        actor=actor,
        business_ref=f"payout:{payout_id}:1",
        account=owner.ledger_account,
        amount_minor=amount_minor,
        currency=currency,
        idempotency_key=f"payout:{payout_id}:1",
        expires_at=now + HOLD_LENGTH,
    )
    reasons = _reasons(owner, account, amount_minor)
    row = Payout.objects.create(
        id=payout_id,
        owner_kind=owner.kind.value,
        owner_id=owner.id,
        account=account,
        amount_minor=amount_minor,
        currency=currency,
        status=PayoutStatus.REQUESTED.value,
        hold_id=hold.id,
        review_reasons=[reason.value for reason in reasons],
        idempotency_key=idempotency_key,
        input_hash=digest,
        requested_by=person_id,
        requested_at=now,
    )
    _tell(actor, row, person_id)
    if not reasons:
        move_payout(row, PayoutStatus.REVIEWED, by="system", actor=SYSTEM)
        app.configure_task("settlement.send_payout").defer(payout_id=str(row.id))
    return view_payout(row)


def _usable(owner: PayoutOwner, account_id: UUID) -> PayoutAccount:
    account = PayoutAccount.objects.select_for_update().filter(
        id=account_id, owner_kind=owner.kind.value, owner_id=owner.id
    )
    row = account.first()
    if row is None or row.status != AccountStatus.VERIFIED:
        raise AccountUnusable()
    return row


def _reasons(
    owner: PayoutOwner, account: PayoutAccount, amount_minor: int
) -> tuple[ReviewReason, ...]:
    owed = Receivable.objects.filter(debtor=owner.ledger_account, closed_at=None).aggregate(
        left=Sum(F("amount_minor") - F("recovered_minor"))
    )["left"]
    assert account.verified_at is not None
    return review_reasons(
        amount_minor=amount_minor,
        large_minor=PAYOUT_LARGE_MINOR.get(),
        verified_at=account.verified_at,
        new_for=timedelta(days=PAYOUT_NEW_ACCOUNT_DAYS.get()),
        now=clock.now(),
        owed_minor=owed or 0,
    )


def _tell(actor: Actor, row: Payout, person_id: UUID) -> None:
    PayoutStep.objects.create(
        payout=row, status=row.status, by="owner", actor_id=person_id, at=row.requested_at
    )
    audit(
        actor=actor,
        action="request_payout",
        subject_kind="payout",
        subject_id=row.id,
        detail={"amount_minor": row.amount_minor, "account": row.account.masked},
    )
    record(
        PayoutRequested(
            payout_id=row.id,
            owner_kind=row.owner_kind,
            owner_id=row.owner_id,
            amount_minor=row.amount_minor,
            currency=row.currency,
            needs_review=bool(row.review_reasons),
        )
    )
