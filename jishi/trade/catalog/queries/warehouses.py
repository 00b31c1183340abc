"""Warehouses, where reserved goods lie, and the history of stock."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.catalog.models import Reservation, Sku, Stock, StockChange, Warehouse
from jishi.trade.catalog.types import Allotment, StockChangeView, WarehouseView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def list_warehouses(viewer: Actor, shop_id: UUID) -> tuple[WarehouseView, ...]:
    """A shop's open warehouses with the units in them, in its own order; three statements.

    Raises NotAllowed for strangers.
    """
    require_shop_right(viewer, shop_id, Right.COUNT_STOCK)
    rows = list(Warehouse.objects.filter(shop_id=shop_id, is_closed=False))
    held = Stock.objects.filter(warehouse_id__in=[row.id for row in rows])
    units = dict(held.values_list("warehouse_id").annotate(Sum("on_hand")))
    rows.sort(key=lambda row: (row.position, row.id))
    return tuple(_view(row, units.get(row.id, 0)) for row in rows)


def load_warehouse(warehouse_id: UUID) -> WarehouseView:
    """One warehouse, for this room's actions."""
    return _view(Warehouse.objects.get(id=warehouse_id), 0)


def get_allotments(reference: str) -> tuple[Allotment, ...]:
    """From which warehouses the goods of a reference (a checkout) are sent; one statement."""
    rows = Reservation.objects.filter(reference=reference).exclude(status="released")
    found = rows.order_by("sku_id", "warehouse_id").values_list(
        "sku_id", "warehouse_id", "warehouse__name", "quantity"
    )
    return tuple(Allotment(*row) for row in found)


def list_stock_changes(
    viewer: Actor, sku_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Page[StockChangeView]:
    """What came and went of a SKU other than by sales, newest first; three statements.

    Raises NotFound, NotAllowed for strangers.
    """
    shop_id = Sku.objects.filter(id=sku_id).values_list("product__shop_id", flat=True).first()
    if shop_id is None:
        raise NotFound()
    require_shop_right(viewer, shop_id, Right.COUNT_STOCK)
    rows = StockChange.objects.filter(sku_id=sku_id).select_related("warehouse")
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(at__lte=at).exclude(at=at, id__gte=key)
    limit = max(1, min(limit, MAX_PAGE))
    page = make_page(list(rows.order_by("-at", "-id")[: limit + 1]), limit, lambda r: (r.at, r.id))
    return Page(
        tuple(
            StockChangeView(
                r.sku_id, r.warehouse.name, r.delta, r.reason, r.reference, r.actor_id, r.at
            )
            for r in page.items
        ),
        page.next_cursor,
    )


def _view(row: Warehouse, units: int) -> WarehouseView:
    return WarehouseView(
        row.id,
        row.shop_id,
        row.name,
        row.region,
        tuple(row.serves),
        row.position,
        row.is_closed,
        units,
    )
