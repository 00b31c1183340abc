"""Lets this process live in the market's past for a block, so that the demo has a history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import SandboxOnly
from jishi.foundation.kernel.settings import settings


@contextmanager
def ago(by: timedelta) -> Iterator[None]:
    """Run a block as if it were `by` earlier; raises SandboxOnly outside a sandbox.

    The shared clock stays as it is: moving that would expire the addresses of media which other
    processes are handing out at this moment, and fire their timers.
    """
    if not settings.sandbox:
        raise SandboxOnly()
    shared = clock.offset
    clock.offset = lambda: shared() - by
    try:
        yield
    finally:
        clock.offset = shared
