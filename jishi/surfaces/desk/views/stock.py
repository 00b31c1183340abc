"""Stock: counts, moves between warehouses, thresholds; the warehouses themselves."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from jishi.foundation.kernel.errors import DomainError, NotFound
from jishi.foundation.kernel.transactions import durable
from jishi.surfaces.desk.forms import StockForm, WarehouseForm
from jishi.surfaces.desk.views.access import Desk, desk_page
from jishi.trade.catalog.actions.close_warehouse import close_warehouse
from jishi.trade.catalog.actions.move_stock import move_stock
from jishi.trade.catalog.actions.save_warehouse import save_warehouse
from jishi.trade.catalog.actions.set_stock import set_stock
from jishi.trade.catalog.actions.set_stock_alert import set_stock_alert
from jishi.trade.catalog.queries import get_stock_rows, list_stock_changes, list_warehouses
from jishi.trade.catalog.types import WarehouseView
from jishi.trade.shops.types import Right

_BREAKS = re.compile(r"[\s,，、;；]+")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.COUNT_STOCK)
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What lies in each warehouse, what is promised, and counts, moves, thresholds to set."""
    if request.method == "POST":
        form = StockForm(request.POST)
        if form.is_valid() and form.has_changes():
            with durable():
                _apply(desk, form, _uuid(request.POST.get("sku", "")))
            messages.success(request, gettext("Saved."))
        else:
            messages.error(request, gettext("Write a whole number of pieces, 0 or more."))
        return redirect("desk-stock", shop_id=desk.shop.id)
    rows = get_stock_rows(desk.actor, desk.shop.id)
    warehouses = list_warehouses(desk.actor, desk.shop.id)
    chosen = request.GET.get("warehouse", "")
    shown = [row for row in rows if not chosen or str(row.warehouse_id) == chosen]
    page = {
        "desk": desk,
        "section": "stock",
        "rows": shown,
        "low": sum(1 for row in rows if row.is_low),
        "warehouses": warehouses,
        "chosen": chosen,
    }
    return render(request, "desk/stock.html", page)


def _apply(desk: Desk, form: StockForm, sku_id: UUID) -> None:
    data = form.cleaned_data
    actor, warehouse_id = desk.actor, data["warehouse"]
    if data["target"] and data["quantity"]:
        if warehouse_id is None:
            raise NotFound()
        move_stock(
            actor=actor,
            sku_id=sku_id,
            source_id=warehouse_id,
            target_id=data["target"],
            quantity=data["quantity"],
        )
    if data["alert_at"] is not None:
        set_stock_alert(
            actor=actor, sku_id=sku_id, alert_at=data["alert_at"], warehouse_id=warehouse_id
        )
    if data["on_hand"] is not None:
        set_stock(actor=actor, sku_id=sku_id, on_hand=data["on_hand"], warehouse_id=warehouse_id)


@require_safe
@desk_page(Right.COUNT_STOCK)
def history(request: HttpRequest, desk: Desk, sku_id: UUID) -> HttpResponse:
    """What came and went of one SKU other than by sales."""
    page = list_stock_changes(desk.actor, sku_id, cursor=request.GET.get("cursor"))
    rows = [row for row in get_stock_rows(desk.actor, desk.shop.id) if row.sku_id == sku_id]
    if not rows:
        raise NotFound()
    return render(
        request,
        "desk/stock_history.html",
        {"desk": desk, "section": "stock", "rows": rows, "page": page},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(Right.EDIT_PRODUCTS)
def warehouses(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The shop's warehouses: in what order and to which regions they send."""
    error = None
    form = WarehouseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with durable():
                _save_warehouse(desk, form)
            messages.success(request, gettext("Saved."))
            return redirect("desk-warehouses", shop_id=desk.shop.id)
        except DomainError as refused:
            error = refused
    rows = list_warehouses(desk.actor, desk.shop.id)
    page = {
        "desk": desk,
        "section": "stock",
        "rows": [(row, "、".join(row.serves)) for row in rows],
        "form": form,
        "error": error,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/warehouses.html", page, status=status)


def _save_warehouse(desk: Desk, form: WarehouseForm) -> WarehouseView:
    data = form.cleaned_data
    if data["close"] and data["id"]:
        return close_warehouse(actor=desk.actor, shop_id=desk.shop.id, warehouse_id=data["id"])
    return save_warehouse(
        actor=desk.actor,
        shop_id=desk.shop.id,
        warehouse_id=data["id"],
        name=data["name"],
        region=data["region"],
        serves=[r for r in _BREAKS.split(data["serves"]) if r],
        position=data["position"] or 0,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None
