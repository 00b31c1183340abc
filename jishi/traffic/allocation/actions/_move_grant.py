"""The one mover of a promise's machine."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.traffic.allocation.events import GrantClosed
from jishi.traffic.allocation.models import GrantStep, ImpressionGrant
from jishi.traffic.allocation.rules import GRANT
from jishi.traffic.allocation.types import GrantStatus


def move_grant(grant: ImpressionGrant, target: GrantStatus, *, by: str) -> None:
    """Move a locked row, with its history and its fact; raises TransitionRefused."""
    GRANT.check(grant.status, target, by)
    at = clock.now()
    GrantStep.objects.create(
        grant=grant, source=grant.status, target=target, delivered=grant.delivered, at=at
    )
    grant.status, grant.closed_at = target, at
    grant.save(update_fields=["status", "closed_at", "delivered"])
    record(
        GrantClosed(
            grant_id=grant.id,
            post_id=grant.post_id,
            author_id=grant.author_id,
            class_name=grant.class_name,
            promised=grant.promised,
            delivered=grant.delivered,
            status=target,
        )
    )
