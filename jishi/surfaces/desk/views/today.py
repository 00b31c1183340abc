"""Today: what needs the shop now, then how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.surfaces.desk.presenters import compose_today
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.shops.queries import list_rights
from jishi.trade.shops.types import ALL_ROLES


@require_safe
@desk_page(*ALL_ROLES)
def show(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The desk's first page."""
    page = compose_today(desk.actor, desk.shop, list_rights(desk.role))
    return render(
        request,
        "desk/today.html",
        {"desk": desk, "section": "today", "today": page, "to_ship": page.to_ship},
    )
