"""The timer of promises."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.traffic.allocation.queries.grants import list_due_grants


def _close(grant_id: UUID) -> None:
    from jishi.traffic.allocation.actions.close_grant import close_grant

    close_grant(actor=SYSTEM, grant_id=grant_id)


register_timer("allocation.grants", list_due_grants, _close)
