"""Timers of state machines: rows that fall due by the market clock, fired by a periodic job."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import close_old_connections

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable

log = structlog.get_logger(__name__)

FindDue = Callable[[int], list[UUID]]
FireOne = Callable[[UUID], object]
_timers: dict[str, tuple[FindDue, FireOne]] = {}


def register_timer(name: str, find_due: FindDue, fire: FireOne) -> None:
    """Declare a timer in a room's `jobs.py`.

    `find_due(limit)` lists what is due by the market clock, oldest first; `fire(id)` locks the
    row, checks again and acts. Each is fired in a transaction of its own.
    """
    _timers[name] = (find_due, fire)


def fire_due(*, batch: int = 200) -> int:
    """Fire all that is due; returns how many were fired. A failing one is logged and left."""
    fired = 0
    for name, (find_due, fire) in list(_timers.items()):
        seen: set[UUID] = set()
        while due := [i for i in find_due(batch + len(seen)) if i not in seen]:
            for item in due:
                seen.add(item)
                try:
                    with durable():
                        fire(item)
                    fired += 1
                except DomainError as error:
                    log.info("timer_refused", timer=name, item=str(item), code=error.code)
                except Exception:
                    log.exception("timer_failed", timer=name, item=str(item))
                    close_old_connections()
    return fired
