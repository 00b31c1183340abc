"""The mover of settlements: the only place where their status changes."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.trade.settlement.models import Settlement, SettlementStep
from jishi.trade.settlement.rules import SETTLEMENT
from jishi.trade.settlement.types import SettlementStatus, ShareStatus


def move_settlement(row: Settlement, to: SettlementStatus, *, by: str = "system") -> None:
    """Take one step with a locked settlement and its shares; raises TransitionRefused."""
    SETTLEMENT.check(row.status, to.value, by)
    now = clock.now()
    row.status = to.value
    if to is SettlementStatus.SETTLED:
        row.settled_at = now
    else:
        row.cancelled_at, row.release_at = now, None
    row.save()
    share_status = ShareStatus(to.value)
    row.shares.filter(status=ShareStatus.PENDING.value).update(status=share_status.value)
    SettlementStep.objects.create(settlement=row, status=row.status, by=by, at=now)
