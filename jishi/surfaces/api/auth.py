"""Who calls: a program with a token, or a browser with its session and CSRF token."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from jishi.foundation.accounts.queries import find_actor
from jishi.foundation.kernel.errors import NotSignedIn
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.surfaces.api.errors import CsrfMissing, ScopeMissing
from jishi.surfaces.api.policies import WRITE_RATE
from jishi.surfaces.api.tokens import get_caller
from jishi.surfaces.api.types import Caller, Scope

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def find_caller(request: HttpRequest) -> Caller | None:
    """Who calls, or None for nobody in particular; raises TokenInvalid, CsrfMissing.

    One query for a token, none without token and session.
    """
    ip = request.META.get("REMOTE_ADDR")
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind:
        return get_caller(secret.strip() if kind.lower() == "bearer" else "", ip)
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    actor = find_actor(request.user, ip)
    if actor is None or actor.person_id is None:
        return None
    if request.method not in _SAFE and check_csrf(request) is not None:
        raise CsrfMissing()
    return Caller(person_actor(actor.person_id, ip), None)


def find_actor_of(request: HttpRequest) -> Actor | None:
    """The person who calls, for reads that everybody may make."""
    caller = find_caller(request)
    return caller.actor if caller else None


class Allowed(HttpBearer):
    """Lets an operation be called with a token that has the scope, or from a session."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; raises NotSignedIn, TokenInvalid, ScopeMissing, CsrfMissing, TooManyRequests.

        Writes are limited per person.
        """
        caller = find_caller(request)
        if caller is None:
            raise NotSignedIn()
        if not caller.allows(self.scope):
            raise ScopeMissing(scope=self.scope.value)
        if request.method not in _SAFE:
            check_rate("api.write", caller.actor.person_id, WRITE_RATE.get())
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not used: `__call__` answers for both kinds of callers."""
        return get_caller(token)


def actor_of(request: HttpRequest) -> Actor:
    """The person who calls an operation that is guarded by `Allowed`."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    return caller.actor
