"""Orders: what to ship, one order, the parcel handed over, a cancellation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.forms import ShipForm
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.market.requests import parse_quantity
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.queries import (
    count_shop_orders,
    find_address_change,
    find_invoice,
    get_order,
    list_shop_orders,
)
from jishi.trade.orders.types import DeskTab, OrderView, StepAction
from jishi.trade.shipping.actions.order_waybill import order_waybill
from jishi.trade.shipping.queries import list_carriers, list_shipments
from jishi.trade.shops.types import Right


@require_safe
@desk_page(Right.SEE_ORDERS)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's paid orders; those to ship first, filters in the address."""
    counts = count_shop_orders(desk.shop.id)
    wanted = request.GET.get("status", DeskTab.TO_SHIP)
    status = DeskTab(wanted) if wanted in set(DeskTab) else None
    q = request.GET.get("q", "")[:60]
    page = list_shop_orders(
        desk.actor, desk.shop.id, status=status, q=q or None, cursor=request.GET.get("cursor")
    )
    return render(
        request,
        "desk/orders.html",
        {
            "desk": desk,
            "section": "orders",
            "page": page,
            "status": status,
            "q": q,
            "tabs": [(s, counts.get(s, 0)) for s in DeskTab],
            "to_ship": counts.get(DeskTab.TO_SHIP, 0),
        },
    )


def get_own_order(desk: Desk, order_id: UUID) -> OrderView:
    """An order of this shop; raises NotFound for any other."""
    order = get_order(desk.actor, order_id)
    if order.shop_id != desk.shop.id:
        raise NotFound()
    return order


@require_safe
@desk_page(Right.SEE_ORDERS)
def show(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """One order: what to do, until when, for whom."""
    return _page(request, desk, get_own_order(desk, order_id), ShipForm())


def _page(
    request: HttpRequest,
    desk: Desk,
    order: OrderView,
    form: ShipForm,
    error: DomainError | None = None,
) -> HttpResponse:
    mine = {step.action for step in order.next_steps if "merchant" in step.by}
    page = {
        "desk": desk,
        "section": "orders",
        "order": order,
        "form": form,
        "can_ship": StepAction.SHIP in mine and desk.may(Right.SHIP),
        "can_cancel": StepAction.CANCEL in mine
        and order.paid_at is not None
        and desk.may(Right.CANCEL_ORDERS),
        "error": error,
        "carriers": [card.name for card in list_carriers()],
        "issuers": [(c.code, c.name) for c in list_carriers() if c.issues_numbers],
        "can_part": order.count > 1 and StepAction.SHIP in mine,
        "can_give_up": StepAction.CANCEL_REST in mine and desk.may(Right.SHIP),
        "can_deliver_online": StepAction.DELIVER_ONLINE in mine,
        "shipments": list_shipments(p.shipment_id for p in order.packages),
        "change": find_address_change(order.id),
        "invoice": find_invoice(order.id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/order.html", page, status=status)


@require_http_methods(["POST"])
@desk_page(Right.SHIP)
def ship(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """Hand the parcel over: carrier and tracking number."""
    order = get_own_order(desk, order_id)
    form = ShipForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, order, form)
    try:
        number = form.cleaned_data["tracking_number"] or _order_number(desk, order, form)
        with durable():
            ship_order(
                actor=desk.actor,
                order_id=order_id,
                carrier=form.cleaned_data["carrier"],
                tracking_number=number,
                lines=_lines(request, order),
                idempotency_key=form.cleaned_data["key"],
            )
    except DomainError as refused:
        return _page(request, desk, order, form, refused)
    messages.success(request, gettext("Shipped; the buyer sees the tracking number."))
    return redirect("desk-order", shop_id=desk.shop.id, order_id=order_id)


def _order_number(desk: Desk, order: OrderView, form: ShipForm) -> str:
    """A number from the carrier itself; for a form sent twice the same one."""
    wanted = form.cleaned_data["carrier"]
    card = next((c for c in list_carriers() if wanted in (c.code, c.name)), None)
    return order_waybill(
        carrier=card.code if card else "",
        reference=f"{order.id}:{form.cleaned_data['key']}"[:120],
        origin=desk.shop.region or desk.shop.name,
        destination=order.address.region,
    )


def _lines(request: HttpRequest, order: OrderView) -> list[tuple[UUID, int]] | None:
    """What goes into the parcel; None when the form does not say, or says all that is left."""
    if not any(name.startswith("take-") for name in request.POST):
        return None
    taken = [(x.id, parse_quantity(request.POST.get(f"take-{x.id}", "0"))) for x in order.lines]
    if all(n == x.left_quantity for (_key, n), x in zip(taken, order.lines, strict=True)):
        return None
    return [(key, n) for key, n in taken if n]


@require_POST
@desk_page(Right.CANCEL_ORDERS)
def cancel(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """Cannot deliver: the buyer gets everything back."""
    get_own_order(desk, order_id)
    with durable():
        cancel_order(
            actor=desk.actor,
            order_id=order_id,
            reason=request.POST.get("reason", "")[:200],
            idempotency_key=request.POST.get("key", ""),
        )
    messages.success(request, gettext("Cancelled; the buyer gets everything back."))
    return redirect("desk-order", shop_id=desk.shop.id, order_id=order_id)
