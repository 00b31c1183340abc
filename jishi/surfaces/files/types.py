"""Requests and answers of the files process, as far as they are shared."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from jishi.foundation.kernel.settings import settings

Headers = list[tuple[str, str]]


class Scope(Protocol):
    """A request (RSGI 1.5)."""

    method: str
    path: str
    query_string: str
    headers: Any


class Reply(Protocol):
    """Where the answer goes, and where the body comes from (RSGI 1.5)."""

    def response_empty(self, status: int, headers: Headers) -> None:
        """Answer without a body."""
        ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with a body."""
        ...

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Answer with a whole file."""
        ...

    def response_file_range(
        self, status: int, headers: Headers, file: str, start: int, end: int
    ) -> None:
        """Answer with the bytes of a file from `start` up to, not including, `end`."""
        ...

    def __aiter__(self) -> Any:
        """Chunks of the request's body."""
        ...


def allowed_origins() -> frozenset[str]:
    """Origins whose pages may read answers: the market's; at home by either of its names."""
    origin = settings.market_url
    found = {origin}
    parts = urlsplit(origin)
    port = f":{parts.port}" if parts.port else ""
    if parts.hostname in {"localhost", "127.0.0.1"}:
        found |= {f"{parts.scheme}://{host}{port}" for host in ("localhost", "127.0.0.1")}
    return frozenset(found)


ORIGINS = allowed_origins()


def cors(scope: Scope, *, expose: str = "") -> Headers:
    """Headers that let the market's pages read an answer, and nobody else's."""
    headers: Headers = [("vary", "Origin"), ("x-content-type-options", "nosniff")]
    origin = scope.headers.get("origin")
    if origin in ORIGINS:
        headers.append(("access-control-allow-origin", origin))
        if expose:
            headers.append(("access-control-expose-headers", expose))
    return headers


def query_values(scope: Scope) -> dict[str, str]:
    """Values of the address's query, the last of each name."""
    return {k: v[-1] for k, v in parse_qs(scope.query_string, max_num_fields=16).items()}


def refuse(scope: Scope, reply: Reply, status: int, code: str, extra: Headers = ()) -> None:  # type: ignore[assignment]
    """Answer with an error that has a stable code."""
    body = f'{{"error":{{"code":"{code}"}}}}'.encode()
    headers = [*cors(scope), ("content-type", "application/json"), ("cache-control", "no-store")]
    if scope.method == "HEAD":
        reply.response_empty(status, [*headers, *extra])
    else:
        reply.response_bytes(status, [*headers, *extra], body)
