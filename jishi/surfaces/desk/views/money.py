"""Money: what is free, what is held, and where each order's money is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.desk.views.orders import get_own_order
from jishi.trade.orders.queries.sales import list_order_numbers
from jishi.trade.settlement.queries import get_money_page, get_shop_balance, list_settlements
from jishi.trade.shops.types import Right


@require_safe
@desk_page(Right.SEE_MONEY)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Balances, and settlements newest first."""
    page = list_settlements(desk.actor, desk.shop.id, cursor=request.GET.get("cursor"))
    numbers = list_order_numbers([s.order_id for s in page.items])
    return render(
        request,
        "desk/money.html",
        {
            "desk": desk,
            "section": "money",
            "balance": get_shop_balance(desk.actor, desk.shop.id),
            "page": page,
            "rows": [(s, numbers.get(s.order_id, "")) for s in page.items],
        },
    )


@require_safe
@desk_page(Right.SEE_MONEY)
def show(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """The money page of one order: every payee, every entry of the ledger."""
    order = get_own_order(desk, order_id)
    page = {
        "desk": desk,
        "section": "money",
        "order": order,
        "money": get_money_page(desk.actor, order_id),
    }
    return render(request, "desk/money_order.html", page)
