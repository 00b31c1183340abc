"""Whether this web process can do its work; for supervisors and load balancers."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from valkey.exceptions import ValkeyError

from jishi.foundation.kernel.valkey import get_valkey


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when both engines answer, 503 naming the one that does not."""
    state = {"database": _database(), "valkey": _valkey()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey() -> bool:
    try:
        return bool(get_valkey().ping())
    except (ValkeyError, OSError, RuntimeError):
        return False
