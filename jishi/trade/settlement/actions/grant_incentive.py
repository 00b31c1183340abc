"""Give somebody money out of a fund of the platform's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.settlement.errors import BudgetExceeded
from jishi.trade.settlement.events import IncentiveGranted
from jishi.trade.settlement.models import FundBudget, FundGrant
from jishi.trade.settlement.types import Fund


def grant_incentive(
    *,
    actor: Actor,
    fund: Fund,
    payee: str,
    amount_minor: int,
    reason: str,
    business_ref: str,
    currency: str = "CNY",
) -> UUID:
    """Pay `payee` (a ledger account of a shop or person) out of the budget in force that ends
    first and has enough left; gives the grant's id. Once per reference.

    For the operator and for the system, which acts for programmes. Raises NotAllowed,
    BudgetExceeded, InvalidInput, IdempotencyConflict, TextTooLong.
    """
    require_transaction()
    if not (actor.is_operator or actor.kind is ActorKind.SYSTEM):
        raise NotAllowed()
    if not payee.startswith(("shop:", "person:")) or not payee.endswith(":available"):
        raise InvalidInput(field="payee")
    if type(amount_minor) is not int or amount_minor <= 0:
        raise InvalidInput(field="amount_minor")
    reason = clean_line(reason, field="reason", limit=200)
    known = FundGrant.objects.select_related("budget").filter(business_ref=business_ref).first()
    if known is not None:
        same = (known.budget.fund, known.payee, known.amount_minor) == (fund, payee, amount_minor)
        if not same:
            raise IdempotencyConflict(key=business_ref)
        return known.id
    grant = FundGrant.objects.create(
        budget=_find_budget(Fund(fund), amount_minor, currency),
        payee=payee,
        amount_minor=amount_minor,
        reason=reason,
        granted_by=actor.person_id,
        granted_at=clock.now(),
        business_ref=business_ref,
    )
    _book(actor, Fund(fund), grant, currency)
    return grant.id


def _book(actor: Actor, fund: Fund, grant: FundGrant, currency: str) -> None:
    post_entry(
        actor=actor,
        business_ref=f"grant:{grant.id}",
        kind="grant",
        postings=[
            PostingInput(fund.account, -grant.amount_minor, currency),
            PostingInput(grant.payee, grant.amount_minor, currency),
        ],
        idempotency_key=f"grant:{grant.id}",
        memo=grant.reason,
    )
    audit(
        actor=actor,
        action="grant_incentive",
        subject_kind="fund_budget",
        subject_id=grant.budget_id,
        detail={
            "payee": grant.payee,
            "amount_minor": grant.amount_minor,
            "reason": grant.reason,
        },
    )
    record(
        IncentiveGranted(
            grant_id=grant.id,
            fund=fund.value,
            payee=grant.payee,
            amount_minor=grant.amount_minor,
            currency=currency,
            reason=grant.reason,
        )
    )


def _find_budget(fund: Fund, amount_minor: int, currency: str) -> FundBudget:
    """Locked, so that two grants at once never exceed it."""
    now = clock.now()
    rows = FundBudget.objects.select_for_update().filter(
        fund=fund.value, currency=currency, starts_at__lte=now, ends_at__gt=now
    )
    for row in rows.order_by("ends_at", "id"):
        granted = row.grants.aggregate(total=Sum("amount_minor", default=0))["total"]
        if granted + amount_minor <= row.amount_minor:
            return row
    raise BudgetExceeded()
