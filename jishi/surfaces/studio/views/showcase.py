"""The creator's showcase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import signed_in
from jishi.surfaces.market.showcases import manage_showcase
from jishi.surfaces.studio.presenters.pages import compose_rail
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def manage(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add, order, pin, hide, take out."""
    owner = ShowcaseOwner(ShowcaseKind.PERSON, actor.require_person())
    page = {"section": "showcase", "rail": compose_rail(actor)}
    return manage_showcase(request, actor, owner, "studio/showcase.html", page)
