"""A promise's time is over: kept or missed, and said so."""

from __future__ import annotations

from functools import partial
from typing import cast
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import after_commit, require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.actions._live import owe
from jishi.traffic.allocation.actions._move_grant import move_grant
from jishi.traffic.allocation.queries.grants import grant_of, lock_grant
from jishi.traffic.allocation.queries.state import DELIVERED
from jishi.traffic.allocation.types import Grant, GrantStatus


def close_grant(*, actor: Actor, grant_id: UUID) -> Grant:
    """Close a promise that is fulfilled or whose time is over; else it stays as it is.

    Raises NotFound.
    """
    require_transaction()
    grant = lock_grant(grant_id)
    if grant.status != GrantStatus.OPEN:
        return grant_of(grant)
    counted = cast("bytes | None", get_valkey().hget(DELIVERED, grant.post_id.bytes))  # type: ignore[arg-type]  # bytes are fine
    grant.delivered = max(grant.delivered, int(counted or 0))
    if grant.delivered >= grant.promised:
        move_grant(grant, GrantStatus.KEPT, by="system")
    elif grant.until <= clock.now():
        move_grant(grant, GrantStatus.MISSED, by="system")
    else:
        return grant_of(grant)
    after_commit(partial(owe, grant.post_id, 0))
    return grant_of(grant)
