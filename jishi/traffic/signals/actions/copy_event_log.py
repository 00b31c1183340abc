"""Facts of the event log go to the lake, so that every metric reads one place."""

from __future__ import annotations

import time
from uuid import UUID

from django.db import connection

from jishi.traffic.signals.models import LakeCursor
from jishi.traffic.signals.rules import Record

NAME = "kernel.eventlog"
# Ids are made in the order of time, but a transaction may commit after a later one did:
# whatever is younger than this is looked at again.
MARGIN_SECONDS = 30
_copied: dict[UUID, None] = {}


def copy_event_log(*, page: int = 5000) -> int:
    """Copy facts that are not in the lake yet; returns how many.

    Called by one consumer at a time, outside a transaction. A crash between the file and the
    cursor copies some facts again: readers count ids.
    """
    # Parquet is heavy: only the consumer loads it, not every process that knows this room.
    from jishi.traffic.signals.providers.lake_files import write_records

    row = LakeCursor.objects.filter(name=NAME).first()
    floor = row.position if row else UUID(int=0)
    last, copied = floor, 0
    while True:
        rows = _list_after(last, page)
        fresh = [r for r in rows if r.id not in _copied]
        if fresh:
            write_records("events", fresh)
            _copied.update(dict.fromkeys(r.id for r in fresh))
            copied += len(fresh)
        if rows:
            last = rows[-1].id
        if len(rows) < page:
            break
    _advance(floor, last)
    return copied


def _list_after(position: UUID, page: int) -> list[Record]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, occurred_at, payload::text FROM kernel_eventlog"
            " WHERE id > %s ORDER BY id LIMIT %s",
            [position, page],
        )
        return [Record(*row) for row in cursor.fetchall()]


def _advance(floor: UUID, last: UUID) -> None:
    """Move the cursor to the last fact that no open transaction can still precede."""
    position = min(last, _floor_of(time.time() - MARGIN_SECONDS))
    if position > floor:
        LakeCursor.objects.update_or_create(name=NAME, defaults={"position": position})
        for key in [k for k in _copied if k <= position]:
            del _copied[key]


def _floor_of(stamp: float) -> UUID:
    """The smallest UUIDv7 of a moment (RFC 9562: 48 bits of milliseconds lead)."""
    return UUID(int=max(0, int(stamp * 1000)) << 80)
