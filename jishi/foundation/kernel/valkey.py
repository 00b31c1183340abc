"""The connection to Valkey of this process: cache, counters, streams, bus."""

from __future__ import annotations

from functools import cache

import valkey

from jishi.foundation.kernel.settings import settings


@cache
def get_valkey() -> valkey.Valkey:
    """A thread-safe client on a small pool; answers are bytes."""
    if settings.valkey_url is None:
        raise RuntimeError("JISHI_VALKEY_URL is not set: start with `jishi up`")
    return valkey.Valkey.from_url(
        settings.valkey_url,
        max_connections=16,
        socket_timeout=5,
        socket_connect_timeout=5,
        health_check_interval=30,
        retry_on_timeout=True,
    )
