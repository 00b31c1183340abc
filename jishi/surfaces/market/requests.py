"""Who asks, and where to go on: what every view of the Market needs from a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from jishi.foundation.accounts.queries import actor_of, find_actor
from jishi.foundation.kernel.errors import InvalidInput, NotSignedIn
from jishi.foundation.kernel.types import Actor

P = ParamSpec("P")
SignedIn = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def visitor(request: HttpRequest) -> Actor | None:
    """Who asks, or None for somebody who has not signed in."""
    return find_actor(request.user, request.META.get("REMOTE_ADDR"))


def signed_in(view: SignedIn[P]) -> View[P]:
    """Hands the actor to a view; others are sent to sign in and come back to where they were.

    A form sent after the session ended leads back to the page it stood on, not to its address.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            actor = actor_of(request.user, request.META.get("REMOTE_ADDR"))
            return view(request, actor, *args, **kwargs)
        if request.headers.get("HX-Request"):
            raise NotSignedIn()
        here = request.get_full_path() if request.method == "GET" else back_path(request, "/")
        return redirect("/accounts/login/?" + urlencode({"next": here}))

    return cast(View[P], wrapped)


def back_path(request: HttpRequest, fallback: str) -> str:
    """The page of this market that a form was sent from (`back`, else the referrer)."""
    asked = request.POST.get("back") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return fallback
    parts = urlsplit(asked)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def parse_id(value: str | None, field: str) -> UUID:
    """An id from a form or address; raises InvalidInput."""
    found = find_id(value)
    if found is None:
        raise InvalidInput(field=field)
    return found


def find_id(value: str | None) -> UUID | None:
    """An id from a form or address, or None when it is none."""
    try:
        return UUID(value) if value else None
    except ValueError:
        return None


def parse_quantity(value: str | None) -> int:
    """A number of pieces from a form; raises InvalidInput for anything that is not digits."""
    text = (value or "").strip()
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
        raise InvalidInput(field="quantity")
    return int(text)


def words_of(request: HttpRequest, name: str = "q", limit: int = 100) -> str:
    """A search text from the address, cut to what may be searched for."""
    return " ".join(request.GET.get(name, "").replace("\x00", "").split())[:limit]
