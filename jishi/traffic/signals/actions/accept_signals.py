"""Signals come in at the door."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.errors import InvalidSignals, SignalsPaused, SignalsTooLarge
from jishi.traffic.signals.policies import ADDRESS_RATE, MAX_BACKLOG, VIEWER_RATE
from jishi.traffic.signals.rules import STREAM, parse_batch
from jishi.traffic.signals.types import MAX_BYTES

# One round trip: refuse when the backlog is too long, else append.
_APPEND = """
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'd', ARGV[2], 'v', ARGV[3], 'p', ARGV[4], 't', ARGV[5])
return 1
"""


@functools.cache
def _append() -> Any:
    return get_valkey().register_script(_APPEND)


def accept_signals(
    *, viewer_key: str, person_id: UUID | None, raw: bytes, ip: str | None = None
) -> int:
    """Check a batch and put it into the stream; returns how many events it has.

    Once this returns, the batch outlives a crash of this process and of Valkey's. Raises
    SignalsTooLarge, InvalidSignals, TooManyRequests, SignalsPaused.
    """
    if len(raw) > MAX_BYTES:
        raise SignalsTooLarge(limit=MAX_BYTES)
    check_rate("signals.viewer", viewer_key, VIEWER_RATE.get())
    if ip:
        check_rate("signals.address", ip, ADDRESS_RATE.get())
    try:
        events = parse_batch(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidSignals(reason=f"{where}: {first['msg']}") from None
    # The checked bytes go on as they are: parsing is cheaper than writing them anew.
    taken = _append()(
        keys=[STREAM],
        args=[
            MAX_BACKLOG.get(),
            raw,
            viewer_key,
            person_id.bytes if person_id else b"",
            int(clock.now().timestamp() * 1000),
        ],
    )
    if not taken:
        raise SignalsPaused()
    return len(events)
