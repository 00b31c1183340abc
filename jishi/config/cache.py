"""Django's cache on Valkey: Django's own client, with the library that speaks for Valkey."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _ValkeyClient(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        import valkey

        self._lib = valkey
        self._servers = servers
        self._pools: dict[int, Any] = {}
        self._client = valkey.Valkey
        self._pool_class = valkey.ConnectionPool
        from django.core.cache.backends.redis import RedisSerializer

        self._serializer = RedisSerializer()
        self._pool_options = options


class ValkeyCache(RedisCache):
    """Cache backend for `CACHES`."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _ValkeyClient
