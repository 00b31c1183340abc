"""Many parcels at once: a file of tracking numbers, labels, pick lists, tables, codes shown."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError, InvalidInput, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.dispatch import (
    export_orders,
    make_labels,
    make_pick_list,
    say_problem,
)
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.surfaces.desk.views.orders import get_own_order
from jishi.surfaces.market.figures import write_when
from jishi.surfaces.market.requests import find_id
from jishi.trade.orders.actions.answer_address_change import answer_address_change
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.deliver_online import deliver_online
from jishi.trade.orders.actions.hand_over import hand_over
from jishi.trade.orders.actions.issue_invoice import issue_invoice
from jishi.trade.orders.actions.ship_batch import ship_batch
from jishi.trade.orders.queries import get_invoice_file, list_shop_orders, read_batch
from jishi.trade.orders.types import AddressChangeStatus, DeskTab, OrderView, ShipRow
from jishi.trade.shops.types import Right

MOST_PAPERS, MOST_ROWS = 200, 2000
MAX_FILE = 1024 * 1024


def _orders(request: HttpRequest, desk: Desk, most: int) -> list[OrderView]:
    """The chosen orders (`id`), or all that the filters of the list show."""
    chosen = {key for key in map(find_id, request.GET.getlist("id")) if key}
    if chosen:
        return [get_own_order(desk, key) for key in sorted(chosen)[:most]]
    wanted = request.GET.get("status", DeskTab.TO_SHIP)
    status = DeskTab(wanted) if wanted in set(DeskTab) else None
    found: list[OrderView] = []
    cursor: str | None = None
    while len(found) < most:
        page = list_shop_orders(
            desk.actor,
            desk.shop.id,
            status=status,
            q=request.GET.get("q", "")[:60] or None,
            cursor=cursor,
            limit=100,
        )
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    return found[:most]


def _file(data: bytes | str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@desk_page(Right.SHIP)
def labels(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Labels of the orders that the list shows, as PDF."""
    orders = _orders(request, desk, MOST_PAPERS)
    if not orders:
        raise NotFound()
    return _file(make_labels(desk.shop, orders), "labels.pdf", "application/pdf")


@require_safe
@desk_page(Right.SHIP)
def pick_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to take from the shelf for them, as PDF."""
    orders = _orders(request, desk, MOST_PAPERS)
    if not orders:
        raise NotFound()
    paper = make_pick_list(desk.shop, orders, write_when(clock.now()))
    return _file(paper, "pick-list.pdf", "application/pdf")


@require_safe
@desk_page(Right.SEE_ORDERS)
def export(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The orders that the list shows, as a table."""
    table = export_orders(_orders(request, desk, MOST_ROWS))
    return _file(table, "orders.csv", "text/csv; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.SHIP)
def batch(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ship by a file: first a trial that shows the fate of every row, then in earnest."""
    page: dict[str, object] = {"desk": desk, "section": "orders", "is_trial": True}
    status = 200
    if request.method == "POST":
        try:
            rows = _rows(request)
            is_trial = request.POST.get("go") != "1"
            with durable():
                results = ship_batch(
                    actor=desk.actor, shop_id=desk.shop.id, rows=rows, is_trial=is_trial
                )
            good = sum(not r.problem for r in results)
            page |= {
                "results": [(r, say_problem(r)) for r in results],
                "rows": rows,
                "is_trial": is_trial,
                "good": good,
                "bad": len(results) - good,
            }
        except DomainError as refused:
            page["error"], status = refused, refused.status
    return render(request, "desk/batch.html", page, status=status)


def _rows(request: HttpRequest) -> tuple[ShipRow, ...]:
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > MAX_FILE:
            raise InvalidInput(field="file")
        return read_batch(file.read())
    given = [request.POST.getlist(n) for n in ("order", "carrier", "number")]
    if not given[0] or len({len(values) for values in given}) > 1:
        raise InvalidInput(field="file")
    return tuple(ShipRow(*values) for values in zip(*given, strict=True))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.SHIP)
def pickup(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Hand goods over for the code that a buyer shows."""
    page: dict[str, object] = {"desk": desk, "section": "pickup"}
    status = 200
    if request.method == "POST":
        try:
            with durable():
                page["order"] = hand_over(
                    actor=desk.actor,
                    shop_id=desk.shop.id,
                    code=request.POST.get("code", "")[:20],
                    idempotency_key=request.POST.get("key", ""),
                )
        except DomainError as refused:
            page["error"], status = refused, refused.status
    return render(request, "desk/pickup.html", page, status=status)


def _rest(request: HttpRequest, desk: Desk, order_id: UUID) -> str:
    cancel_rest(
        actor=desk.actor,
        order_id=order_id,
        reason=request.POST.get("reason", "")[:200],
        idempotency_key=request.POST.get("key", ""),
    )
    return gettext("The rest is given up; the buyer gets its money back.")


def _accept(request: HttpRequest, desk: Desk, order_id: UUID) -> str:
    answer = AddressChangeStatus.ACCEPTED
    answer_address_change(actor=desk.actor, order_id=order_id, answer=answer)
    return gettext("The order goes to the new address.")


def _refuse(request: HttpRequest, desk: Desk, order_id: UUID) -> str:
    answer = AddressChangeStatus.REFUSED
    answer_address_change(actor=desk.actor, order_id=order_id, answer=answer)
    return gettext("The address stays as it was.")


def _online(request: HttpRequest, desk: Desk, order_id: UUID) -> str:
    deliver_online(actor=desk.actor, order_id=order_id)
    return gettext("Delivered; the buyer sees it on the order.")


def _invoice(request: HttpRequest, desk: Desk, order_id: UUID) -> str:
    file = request.FILES.get("file")
    issue_invoice(
        actor=desk.actor,
        order_id=order_id,
        number=request.POST.get("number", ""),
        file=file.read() if file else b"",
        file_name=(file.name or "invoice.pdf") if file else "invoice.pdf",
    )
    return gettext("The buyer has the invoice.")


_STEPS = {
    "rest": _rest,
    "accept-address": _accept,
    "refuse-address": _refuse,
    "online": _online,
    "invoice": _invoice,
}


@require_POST
@desk_page(Right.SHIP)
def take_step(request: HttpRequest, desk: Desk, order_id: UUID, step: str) -> HttpResponse:
    """Does what a button of the order's page says."""
    get_own_order(desk, order_id)
    act = _STEPS.get(step)
    if act is None:
        raise NotFound()
    try:
        with durable():
            said = act(request, desk, order_id)
    except NotFound:
        raise
    except DomainError as refused:
        messages.error(request, refused.message())
    else:
        messages.success(request, said)
    return redirect("desk-order", shop_id=desk.shop.id, order_id=order_id)


@require_safe
@desk_page(Right.SEE_ORDERS)
def invoice_file(request: HttpRequest, desk: Desk, order_id: UUID) -> HttpResponse:
    """The invoice that was handed to the buyer."""
    get_own_order(desk, order_id)
    paper = get_invoice_file(desk.actor, order_id)
    return _file(paper.data, "invoice.pdf", "application/pdf")
