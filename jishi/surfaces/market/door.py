"""The front door of web: flash orders go straight to their batch, the rest to Django.

Django's own work (session, forms, templates) costs more than such an order does, and its threads
are few. Here a request waits for its batch without taking one of them.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.settings import settings
from jishi.surfaces.market.flash import error_of, open_ticket, order_with_ticket

PATH = "/flash/place"
DJANGO_AT_ONCE = 8  # as many as there are connections in its pool
MAX_BODY = 8192

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


def flash_door(django: Application) -> Application:
    """`django` with flash orders taken before it."""
    places = threading.BoundedSemaphore(DJANGO_AT_ONCE)

    def application(environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == PATH and environ["REQUEST_METHOD"] == "POST":
            answer = _try(environ, start)
            if answer is not None:
                return answer
        with places:
            return django(environ, start)

    return application


def _try(environ: Environ, start: Start) -> Iterable[bytes] | None:
    """The answer, or None for what Django should answer: what is no plain ticket."""
    try:
        size = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 < size <= MAX_BODY:
        return None
    body = environ["wsgi.input"].read(size)
    environ["wsgi.input"] = io.BytesIO(body)
    fields = {k: v[0] for k, v in parse_qs(body.decode("latin-1")).items()}
    if not fields.get("ticket") or fields.get("address") in (None, "", "new"):
        return None
    wants_json = "application/json" in environ.get("HTTP_ACCEPT", "")
    try:
        claims = open_ticket(fields["ticket"])
    except DomainError:
        return None  # Django says it, in the language of whoever asks
    placed = order_with_ticket(claims, fields["address"])
    if placed.error:
        if not wants_json:
            path = f"/g/{claims['g']}?flash={placed.error}"
            return _send(start, 303, b"", "text/plain", ("Location", path))
        refused = error_of(placed.error)
        problem = {"error": {"code": refused.code, "message": str(refused)}}
        return _send(start, refused.status, json.dumps(problem).encode(), "application/json")
    path = f"/payments/go/{placed.payment_id}/"
    if not wants_json:
        return _send(start, 303, b"", "text/plain", ("Location", path))
    done = {"checkout_id": str(placed.checkout_id), "payment_url": settings.market_url + path}
    return _send(start, 201, json.dumps(done).encode(), "application/json")


_REASONS = {201: "Created", 303: "See Other", 409: "Conflict", 422: "Unprocessable Entity"}


def _send(
    start: Start, status: int, body: bytes, kind: str, *more: tuple[str, str]
) -> Iterable[bytes]:
    start(
        f"{status} {_REASONS.get(status, 'Error')}",
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *more,
        ],
    )
    return [body]
