"""Set a budget of one of the platform's funds."""

from __future__ import annotations

from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.models import FundBudget
from jishi.trade.settlement.queries import view_budget
from jishi.trade.settlement.types import BudgetView, Fund


def set_budget(
    *,
    actor: Actor,
    fund: Fund,
    amount_minor: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> BudgetView:
    """So much may be granted out of a fund from a moment to another; raises NotAllowed,
    InvalidInput, TextTooLong."""
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    if type(amount_minor) is not int or amount_minor <= 0:
        raise InvalidInput(field="amount_minor")
    if ends_at <= starts_at or ends_at <= clock.now():
        raise InvalidInput(field="ends_at")
    row = FundBudget.objects.create(
        fund=Fund(fund).value,
        amount_minor=amount_minor,
        currency=settings.currency,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=clean_line(reason, field="reason", limit=200),
        set_by=actor.require_person(),
        set_at=clock.now(),
    )
    audit(
        actor=actor,
        action="set_budget",
        subject_kind="fund_budget",
        subject_id=row.id,
        detail={"fund": row.fund, "amount_minor": amount_minor, "reason": row.reason},
    )
    return view_budget(row, 0)
