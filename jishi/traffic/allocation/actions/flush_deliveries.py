"""The rows of promises catch up with the live counts."""

from __future__ import annotations

import contextlib
from typing import Any, cast
from uuid import UUID

from django.db import connection
from valkey.exceptions import ResponseError

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.actions._live import owe
from jishi.traffic.allocation.actions.close_grant import close_grant
from jishi.traffic.allocation.queries.grants import list_open_promises
from jishi.traffic.allocation.queries.state import DELIVERED, DIRTY, OUTSTANDING, READY

_WORK = f"{DIRTY}:work"
_UPDATE = """
UPDATE allocation_impressiongrant AS g SET delivered = greatest(g.delivered, v.delivered)
FROM unnest(%s::uuid[], %s::int[]) AS v(post_id, delivered)
WHERE g.post_id = v.post_id AND g.status = 'open'
RETURNING g.id, g.delivered >= g.promised
"""


def flush_deliveries() -> int:
    """Write live counts into the rows, close what is fulfilled; returns how many posts moved.

    Called by one consumer at a time, in a transaction. Counts are absolute: doing it twice, or
    again after a crash, changes nothing.
    """
    require_transaction()
    valkey: Any = get_valkey()
    if not valkey.exists(READY):
        _restore(valkey)
    with contextlib.suppress(ResponseError):  # nothing is dirty
        valkey.renamenx(DIRTY, _WORK)  # what was left by a crash is done first
    keys = cast("list[bytes]", list(valkey.smembers(_WORK)))
    if not keys:
        return 0
    counts = [int(n or 0) for n in valkey.hmget(DELIVERED, keys)]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [[UUID(bytes=k) for k in keys], counts])
        fulfilled = [grant_id for grant_id, done in cursor.fetchall() if done]
    for grant_id in fulfilled:
        close_grant(actor=SYSTEM, grant_id=grant_id)
    valkey.delete(_WORK)
    return len(keys)


def _restore(valkey: Any) -> None:
    """Promises live in rows; a Valkey that lost its data learns them again."""
    valkey.set(OUTSTANDING, 0, nx=True)
    for post_id, promised, delivered in list_open_promises():
        counted = int(valkey.hget(DELIVERED, post_id.bytes) or 0)
        had = max(counted, delivered)
        owe(post_id, promised - had, had)
    valkey.set(READY, 1)
