"""For tests: deliver events, run jobs, move the clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from jishi.foundation.kernel import clock, deadlines, events


def run_pending_jobs(*, rounds: int = 50, queues: tuple[str, ...] | None = None) -> int:
    """Run deferred jobs here and now until none is left; returns how many ran.

    Works inside a test's transaction, where a worker of another connection would see nothing.
    """
    from procrastinate.contrib.django import app

    count = 0
    for _ in range(rounds):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE status = 'todo'"
                " AND (%s::text[] IS NULL OR queue_name = ANY(%s))"
                " RETURNING id, task_name, args::text",
                [list(queues) if queues else None, list(queues) if queues else None],
            )
            jobs = sorted(cursor.fetchall())
        if not jobs:
            return count
        for _, name, args in jobs:
            app.tasks[name].func(**json.loads(args))
            count += 1
    raise AssertionError("jobs keep deferring jobs")


@contextmanager
def clock_at(offset: timedelta) -> Iterator[None]:
    """Move the market clock for the length of a block."""
    before = clock.offset()
    clock.set_offset(offset)
    try:
        yield
    finally:
        clock.set_offset(before)


def pass_time(by: timedelta) -> int:
    """Advance the market clock, fire what falls due and deliver what follows from it."""
    clock.advance(by)
    fired = deadlines.fire_due()
    run_pending_jobs()
    return fired


def recorded(name: str) -> list[events.Event]:
    """All events of a name, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload::text FROM kernel_eventlog WHERE name = %s ORDER BY id", [name]
        )
        return [events.load(name, row[0]) for row in cursor.fetchall()]
