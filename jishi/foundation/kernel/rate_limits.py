"""Rate limits at the door of every unauthenticated write."""

from __future__ import annotations

import time
from functools import cache

from limits import RateLimitItem, parse
from limits.storage import RedisStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from jishi.foundation.kernel.errors import TooManyRequests
from jishi.foundation.kernel.valkey import get_valkey


@cache
def _limiter() -> SlidingWindowCounterRateLimiter:
    pool = get_valkey().connection_pool
    storage = RedisStorage("valkey://localhost", connection_pool=pool)
    return SlidingWindowCounterRateLimiter(storage)


@cache
def _item(rate: str) -> RateLimitItem:
    return parse(rate)


def check_rate(name: str, who: object, rate: str) -> None:
    """Count one attempt of `who` at `name`; raises TooManyRequests beyond `rate` (`10/minute`)."""
    item = _item(rate)
    if not _limiter().hit(item, name, str(who)):
        reset = _limiter().get_window_stats(item, name, str(who)).reset_time
        raise TooManyRequests(seconds=max(1, int(reset - time.time())))
