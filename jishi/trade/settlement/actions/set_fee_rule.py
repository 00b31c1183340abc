"""Set the fee of a category from a moment on."""

from __future__ import annotations

from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_categories
from jishi.trade.settlement.events import FeeRuleSet
from jishi.trade.settlement.models import FeeRule
from jishi.trade.settlement.queries import view_rule
from jishi.trade.settlement.types import FeeRuleView


def set_fee_rule(
    *, actor: Actor, category: str, rate_ppm: int, reason: str, valid_from: datetime | None = None
) -> FeeRuleView:
    """A rule for orders paid from `valid_from` (now) on; the history stays.

    Orders that were paid before keep their fee. Raises NotAllowed, InvalidInput, TextTooLong.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    now = clock.now()
    begins = max(valid_from or now, now)  # never for what was paid already
    if category not in {known.slug for known in list_categories()}:
        raise InvalidInput(field="category")
    if type(rate_ppm) is not int or not 0 <= rate_ppm <= 500_000:
        raise InvalidInput(field="rate_ppm")
    row = FeeRule.objects.create(
        category=category,
        rate_ppm=rate_ppm,
        valid_from=begins,
        reason=clean_line(reason, field="reason", limit=200),
        set_by=actor.require_person(),
        set_at=now,
    )
    audit(
        actor=actor,
        action="set_fee_rule",
        subject_kind="fee_rule",
        subject_id=row.id,
        detail={"category": category, "rate_ppm": rate_ppm, "reason": row.reason},
    )
    record(FeeRuleSet(category=category, rate_ppm=rate_ppm, valid_from=begins))
    return view_rule(row)
