"""The mover of groups: the only place where their status changes."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.trade.promotions.models import Group
from jishi.trade.promotions.rules import GROUP
from jishi.trade.promotions.types import GroupStatus


def move_group(row: Group, target: GroupStatus) -> None:
    """Take one step with a locked group; raises TransitionRefused."""
    GROUP.check(row.status, target, "system")
    row.status, row.ended_at = target, clock.now()
    row.save(update_fields=["status", "ended_at"])
