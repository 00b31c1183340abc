"""The movers of settlements and shares: the only places where their statuses change."""

from __future__ import annotations

from collections.abc import Iterable

from jishi.foundation.kernel import clock
from jishi.trade.settlement.models import CommissionLine, Settlement, SettlementStep
from jishi.trade.settlement.rules import SETTLEMENT, SHARE
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
    move_shares(row.shares.filter(status=ShareStatus.PENDING.value), ShareStatus(to.value))
    SettlementStep.objects.create(settlement=row, status=row.status, by=by, at=now)


def move_shares(rows: Iterable[CommissionLine], to: ShareStatus) -> None:
    """Take one step with shares of a locked settlement; raises TransitionRefused."""
    moved = list(rows)
    for row in moved:
        SHARE.check(row.status, to.value, "system")
        row.status = to.value
    CommissionLine.objects.bulk_update(moved, ["status"])
