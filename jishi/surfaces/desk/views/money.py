"""Money: what is free, what is held, and where each order's money is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, InvalidInput
from jishi.foundation.kernel.money import parse_minor
from jishi.surfaces.desk.money_words import kind_names
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.desk.views.orders import get_own_order
from jishi.trade.orders.queries.sales import list_order_numbers
from jishi.trade.orders.types import OrderView
from jishi.trade.settlement.queries import (
    find_reserve,
    find_settlement,
    get_money_page,
    get_shop_balance,
    list_refunds,
    list_settlements,
    simulate_refund,
)
from jishi.trade.settlement.types import RefundItem, RefundSimulation, SettlementStatus
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
    return _show(request, desk, get_own_order(desk, order_id))


@require_POST
@desk_page(Right.SEE_MONEY)
def simulate(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """The same page with a refund thought through; nothing is done."""
    order = get_own_order(desk, order_id)
    try:
        items = [
            RefundItem(line.id, 0, _amount(request, f"line-{line.id}", order.currency))
            for line in order.lines
        ]
        freight = _amount(request, "freight", order.currency)
        thought = simulate_refund(order_id, [i for i in items if i.amount_minor], freight)
    except DomainError as refused:
        return _show(request, desk, order, error=refused, status=422)
    return _show(request, desk, order, thought=thought)


def _amount(request: HttpRequest, name: str, currency: str) -> int:
    text = request.POST.get(name, "").strip()
    try:
        return parse_minor(text, currency) if text else 0
    except ValueError:
        raise InvalidInput(field="amount") from None


def _show(
    request: HttpRequest,
    desk: Desk,
    order: OrderView,
    *,
    thought: RefundSimulation | None = None,
    error: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    settlement = find_settlement(order.id)
    left = {line.line_id: line.left_minor for line in settlement.lines} if settlement else {}
    is_over = settlement is None or settlement.status is SettlementStatus.CANCELLED
    page = {
        "desk": desk,
        "section": "money",
        "order": order,
        "money": get_money_page(desk.actor, order.id),
        "settlement": settlement,
        "reserve": find_reserve(order.id),
        "refunds": list_refunds(order.id),
        "kinds": kind_names(),
        "lines": [
            (line, left.get(line.id, 0), request.POST.get(f"line-{line.id}", ""))
            for line in order.lines
        ],
        "may_simulate": not is_over and any(left.values()),
        "thought": thought,
        "error": error,
    }
    return render(request, "desk/money_order.html", page, status=status)
