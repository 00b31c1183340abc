"""Impressions that were promised are booked against their promise."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.actions import flush_deliveries
from jishi.traffic.allocation.queries.state import DELIVERED, DIRTY, LEFT, OPEN, OUTSTANDING
from jishi.traffic.signals.types import Signal, SignalKind

# An impression counts when its decision was made for this viewer and owed it to this post; the
# mark goes with the first one, so a repeated signal finds nothing to book.
_BOOK = """
local booked = 0
for i = 1, #ARGV, 3 do
  local key, post = 'allocation:decision:' .. ARGV[i], ARGV[i+1]
  if redis.call('HGET', key, 'viewer') == ARGV[i+2] and redis.call('HDEL', key, 'g' .. post) == 1
     and redis.call('HEXISTS', KEYS[1], post) == 1 then
    local left = redis.call('HINCRBY', KEYS[1], post, -1)
    redis.call('HINCRBY', KEYS[2], post, 1)
    redis.call('DECR', KEYS[3])
    redis.call('SADD', KEYS[4], post)
    if left <= 0 then redis.call('HDEL', KEYS[1], post); redis.call('SREM', KEYS[5], post) end
    booked = booked + 1
  end
end
return booked
"""
_CHUNK = 500


@functools.cache
def _book() -> Any:
    return get_valkey().register_script(_BOOK)


class DeliveryListener:
    """Registered with signals; hears every impression, once or more."""

    name = "allocation"

    def on_signals(self, signals: Sequence[Signal]) -> None:
        """Book the impressions that were owed."""
        args: list[Any] = []
        for signal in signals:
            if signal.kind == SignalKind.IMPRESSION and signal.decision_id and signal.post_id:
                args += (signal.decision_id.hex, signal.post_id.bytes, signal.viewer_key)
        for start in range(0, len(args), 3 * _CHUNK):
            _book()(
                keys=[LEFT, DELIVERED, OUTSTANDING, DIRTY, OPEN],
                args=args[start : start + 3 * _CHUNK],
            )

    def on_tick(self) -> None:
        """Let the rows catch up."""
        with durable():
            flush_deliveries()
