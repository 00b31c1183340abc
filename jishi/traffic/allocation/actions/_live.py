"""The live side of promises in Valkey, kept beside their rows."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.queries.state import DELIVERED, LEFT, OPEN, OUTSTANDING

# Owe a post so much (0: nothing more), whatever was owed before; repeating it changes nothing.
_OWE = """
local before = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
local now = tonumber(ARGV[2])
if now > 0 then
  redis.call('HSET', KEYS[1], ARGV[1], now)
  redis.call('SADD', KEYS[2], ARGV[1])
else
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('SREM', KEYS[2], ARGV[1])
end
redis.call('INCRBY', KEYS[3], math.max(now, 0) - before)
if ARGV[3] ~= '' then redis.call('HSET', KEYS[4], ARGV[1], ARGV[3]) end
"""


@functools.cache
def _owe() -> Any:
    return get_valkey().register_script(_OWE)


def owe(post_id: UUID, left: int, delivered: int | None = None) -> None:
    """Set what a post is owed from now on, and with `delivered` what it has had."""
    _owe()(
        keys=[LEFT, OPEN, OUTSTANDING, DELIVERED],
        args=[post_id.bytes, max(left, 0), "" if delivered is None else delivered],
    )
