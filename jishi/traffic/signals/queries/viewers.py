"""Who looks: a person, or a device by its signed cookie."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import make_token, read_token
from jishi.traffic.signals.types import Viewer

COOKIE = "viewer"
COOKIE_SECONDS = 365 * 86400
_FRESH = "_fresh_viewer_cookie"


def key_of_person(person_id: UUID) -> str:
    """The viewer key of a signed-in person."""
    return f"p:{person_id.hex}"


def viewer_of_person(person_id: UUID) -> Viewer:
    """A signed-in person as a viewer."""
    return Viewer(person_id, key_of_person(person_id), get_language() or settings.default_language)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a request; a device without a cookie gets one from `keep_viewer`."""
    user: Any = request.user
    if user.is_authenticated:
        return viewer_of_person(user.id)
    claims = _claims(request.COOKIES.get(COOKIE, ""))
    if claims is None:
        token = getattr(request, _FRESH, None)
        if token is None:
            token = make_token("viewer", {"v": uuid4().hex}, COOKIE_SECONDS)
            setattr(request, _FRESH, token)
        claims = _claims(token)
    assert claims is not None
    return Viewer(None, f"a:{claims['v']}", get_language() or settings.default_language)


def _claims(token: str) -> dict[str, Any] | None:
    if "." not in token or len(token) > 200:
        return None
    try:
        return read_token("viewer", token)
    except ValueError:  # a signature of ours never covers such a text
        return None


def viewer_key(request: HttpRequest) -> str:
    """The key under which this viewer's signals are kept."""
    return viewer_of(request).viewer_key


def keep_viewer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a device that has just been met the cookie by which it is known again."""
    token = getattr(request, _FRESH, None)
    if token is not None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=COOKIE_SECONDS,
            httponly=True,
            secure=settings.market_url.startswith("https://"),
            samesite="Lax",
        )
    return response
