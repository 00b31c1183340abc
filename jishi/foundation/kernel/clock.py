"""The market clock: real time, plus an offset that only a sandbox may set.

Every process of a sandbox reads the same small file, so that moving it moves all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jishi.foundation.kernel.errors import SandboxOnly
from jishi.foundation.kernel.settings import settings

_cached: tuple[int, timedelta] = (-1, timedelta())
_earlier = timedelta()  # of this process alone, see `ago`


def _path() -> Path:
    return settings.var_dir / "clock"


def offset() -> timedelta:
    """How far the market clock is ahead of real time; zero outside a sandbox."""
    global _cached
    if not settings.sandbox:
        return timedelta()
    try:
        stamp = os.stat(_path()).st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    if stamp != _cached[0]:
        _cached = (stamp, timedelta(seconds=float(_path().read_text() or 0)))
    return _cached[1]


def now() -> datetime:
    """The market's time, aware, in UTC."""
    return datetime.now(UTC) + offset() - _earlier


def set_offset(value: timedelta) -> None:
    """Move the market clock to real time plus `value`; raises SandboxOnly elsewhere."""
    if not settings.sandbox:
        raise SandboxOnly()
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(str(value.total_seconds()))
    fresh.replace(path)
    global _cached
    _cached = (-1, timedelta())


def advance(by: timedelta) -> None:
    """Move the market clock forward (or back) by `by`; raises SandboxOnly elsewhere."""
    set_offset(offset() + by)


@contextmanager
def ago(by: timedelta) -> Iterator[None]:
    """Run a block as if it were `by` earlier, in this process alone; SandboxOnly elsewhere.

    For histories that are made up on purpose. Moving the shared clock back instead would expire
    the addresses of media that other processes hand out meanwhile, and fire their timers.
    """
    if not settings.sandbox:
        raise SandboxOnly()
    global _earlier
    before = _earlier
    _earlier = before + by
    try:
        yield
    finally:
        _earlier = before
