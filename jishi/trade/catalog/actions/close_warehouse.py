"""Close a warehouse."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.errors import WarehouseNotEmpty
from jishi.trade.catalog.models import Stock, Warehouse
from jishi.trade.catalog.queries.warehouses import load_warehouse
from jishi.trade.catalog.types import WarehouseView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def close_warehouse(*, actor: Actor, shop_id: UUID, warehouse_id: UUID) -> WarehouseView:
    """Close an empty warehouse; its history stays.

    Raises WarehouseNotEmpty, NotFound, NotAllowed.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    rows = Warehouse.objects.select_for_update().filter(shop_id=shop_id, is_closed=False)
    row = rows.filter(id=warehouse_id).first()
    if row is None:
        raise NotFound()
    held = Stock.objects.select_for_update(no_key=True).filter(warehouse_id=row.id)
    units = sum(held.order_by("sku_id").values_list("on_hand", flat=True))
    if units:
        raise WarehouseNotEmpty(units=units)
    row.is_closed = True
    row.save(update_fields=["is_closed"])
    audit(actor=actor, action="close_warehouse", subject_kind="warehouse", subject_id=row.id)
    return load_warehouse(row.id)
