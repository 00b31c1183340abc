"""The shop's showcase."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.showcases import manage_showcase
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.types import Right


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def manage(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Add, order, pin, hide, take out."""
    owner = ShowcaseOwner(ShowcaseKind.SHOP, desk.shop.id)
    page = {"desk": desk, "section": "showcase"}
    return manage_showcase(request, desk.actor, owner, "desk/showcase.html", page)
