"""The files process: an RSGI application, served by granian (`jishi files`)."""

from __future__ import annotations

from jishi.surfaces.files.types import Reply, Scope, cors, refuse
from jishi.surfaces.files.views.media import serve_media, serve_prefix
from jishi.surfaces.files.views.uploads import serve_upload

_RANGE_PREFLIGHT = [
    ("access-control-allow-methods", "GET, HEAD, OPTIONS"),
    ("access-control-allow-headers", "Range"),
    ("access-control-max-age", "86400"),
]


async def app(scope: Scope, reply: Reply) -> None:
    """Answer one request."""
    path = scope.path
    if path == "/uploads" or path.startswith("/uploads/"):
        return await serve_upload(scope, reply)
    if path == "/healthz":
        return reply.response_bytes(200, [("content-type", "text/plain")], b"ok\n")
    if scope.method == "OPTIONS":
        return reply.response_empty(204, [*cors(scope), *_RANGE_PREFLIGHT])
    if scope.method not in ("GET", "HEAD"):
        return refuse(scope, reply, 405, "method_refused")
    if path.startswith("/media/"):
        return serve_media(scope, reply)
    if path.startswith("/p/"):
        return serve_prefix(scope, reply)
    return refuse(scope, reply, 404, "not_found")
