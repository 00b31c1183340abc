"""Today: what needs the shop now, then how it goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.surfaces.desk.presenters import compose_today
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.shops.queries import can_manage_shop


@require_safe
@desk_page()
def show(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The desk's first page."""
    money = can_manage_shop(desk.actor.require_person(), desk.shop.id, ("owner", "manager"))
    page = compose_today(desk.actor, desk.shop, may_see_money=money)
    return render(
        request,
        "desk/today.html",
        {"desk": desk, "section": "today", "today": page, "to_ship": page.to_ship},
    )
