"""A post left the feeds: nothing is owed to it any more."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from jishi.foundation.kernel.transactions import after_commit, require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.traffic.allocation.actions._live import owe
from jishi.traffic.allocation.actions._move_grant import move_grant
from jishi.traffic.allocation.models import ImpressionGrant
from jishi.traffic.allocation.types import GrantStatus


def void_grants(*, actor: Actor, post_id: UUID) -> int:
    """Make the open promises of a post void; returns how many there were."""
    require_transaction()
    rows = ImpressionGrant.objects.select_for_update().filter(post_id=post_id, status="open")
    count = 0
    for grant in rows.order_by("id"):
        move_grant(grant, GrantStatus.VOID, by="operator" if actor.is_operator else "system")
        count += 1
    if count:
        after_commit(partial(owe, post_id, 0))
    return count
