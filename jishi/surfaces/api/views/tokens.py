"""The page on which a person makes and revokes tokens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.actions import create_token, revoke_token
from jishi.surfaces.api.tokens import list_tokens
from jishi.surfaces.api.types import NewToken, Scope
from jishi.surfaces.market.requests import signed_in

_DAYS = {"30": 30, "90": 90, "365": 365, "never": None}


@require_safe
@signed_in
def show_tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The person's tokens, and a form for a new one."""
    return _page(request, actor)


@never_cache
@require_POST
@signed_in
def make_token(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Makes a token and shows its secret, this once."""
    try:
        with durable():
            made = create_token(
                actor=actor,
                name=request.POST.get("name", ""),
                scopes=request.POST.getlist("scopes"),
                days=_DAYS.get(request.POST.get("days", "365"), 365),
            )
    except DomainError as error:
        return _page(request, actor, error=error, status=error.status)
    return _page(request, actor, made=made)


@require_POST
@signed_in
def end_token(request: HttpRequest, actor: Actor, token_id: UUID) -> HttpResponse:
    """Revokes a token."""
    with durable():
        revoke_token(actor=actor, token_id=token_id)
    return redirect("api_tokens")


def _page(
    request: HttpRequest,
    actor: Actor,
    *,
    made: NewToken | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = request.POST.getlist("scopes") if error else [Scope.ME_READ.value]
    data: dict[str, Any] = {
        "tokens": list_tokens(actor.require_person()),
        "scopes": [(s.value, gettext(s.label), s.value in chosen) for s in Scope],
        "name": request.POST.get("name", "") if error else "",
        "days": [
            ("30", gettext("30 days")),
            ("90", gettext("90 days")),
            ("365", gettext("A year")),
            ("never", gettext("Until I revoke it")),
        ],
        "made": made,
        "error": error,
    }
    return render(request, "api/tokens.html", data, status=status)
