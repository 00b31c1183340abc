"""Studio's first page: what waits, then how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in
from jishi.surfaces.studio.presenters.pages import compose_home, compose_rail


@require_safe
@signed_in
def show_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What needs the creator now, and the figures of the latest posts."""
    rail = compose_rail(actor)
    home = compose_home(actor, rail)
    return render(request, "studio/home.html", {"section": "today", "rail": rail, "home": home})
