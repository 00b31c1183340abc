"""Say how many of a SKU there are."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import first_warehouse
from jishi.trade.catalog.actions._words import check_stock
from jishi.trade.catalog.errors import QuantityInvalid, StockBelowReserved
from jishi.trade.catalog.events import StockChanged
from jishi.trade.catalog.models import Sku, Stock, StockChange, Warehouse
from jishi.trade.catalog.policies import LOW_STOCK
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

REASON_LIMIT = 100


def set_stock(
    *,
    actor: Actor,
    sku_id: UUID,
    on_hand: int,
    reason: str = "count",
    warehouse_id: UUID | None = None,
) -> StockLine:
    """Set the units on the shelf to what was counted; returns what can be promised now.

    Counts in the shop's first warehouse unless another one is named. Raises QuantityInvalid,
    StockBelowReserved, NotAllowed, NotFound.
    """
    require_transaction()
    check_stock(on_hand)
    stock = lock_stock(actor, sku_id, warehouse_id)
    return change_stock(actor, stock, on_hand - stock.on_hand, reason)


def lock_stock(actor: Actor, sku_id: UUID, warehouse_id: UUID | None = None) -> Stock:
    """The row, locked, if the actor works for its shop; raises NotFound, NotAllowed.

    A warehouse that never had the SKU gets an empty row of it.
    """
    sku = Sku.objects.filter(id=sku_id).select_related("product").first()
    if sku is None:
        raise NotFound()
    require_shop_right(actor, sku.product.shop_id, Right.COUNT_STOCK)
    if warehouse_id is None:
        warehouse_id = first_warehouse(sku.product.shop_id).id
    rows = Stock.objects.select_for_update(no_key=True)
    stock = rows.filter(sku_id=sku_id, warehouse_id=warehouse_id).first()
    if stock is None:
        places = Warehouse.objects.filter(shop_id=sku.product.shop_id, is_closed=False)
        if not places.filter(id=warehouse_id).exists():
            raise NotFound()
        fresh = Stock(
            sku_id=sku_id,
            warehouse_id=warehouse_id,
            product_id=sku.product_id,
            alert_at=LOW_STOCK.get(),
        )
        Stock.objects.bulk_create([fresh], ignore_conflicts=True)
        stock = rows.get(sku_id=sku_id, warehouse_id=warehouse_id)
    return stock


def change_stock(
    actor: Actor, stock: Stock, delta: int, reason: str, reference: str = ""
) -> StockLine:
    """Add `delta` units to a locked row, with its history; none may be promised away."""
    reason = clean_line(reason, field="reason", limit=REASON_LIMIT)
    if stock.on_hand + delta < stock.reserved:
        raise StockBelowReserved(reserved=stock.reserved)
    if stock.on_hand + delta > MAX_STOCK:
        raise QuantityInvalid(least=0, most=MAX_STOCK)
    stock.on_hand += delta
    available = stock.on_hand - stock.reserved
    if delta:
        if available > stock.alert_at:
            stock.low_at = None
        stock.save(update_fields=["on_hand", "low_at"])
        StockChange.objects.create(
            sku_id=stock.sku_id,
            warehouse_id=stock.warehouse_id,
            delta=delta,
            reason=reason,
            reference=reference,
            actor_id=actor.person_id,
            at=clock.now(),
        )
        audit(
            actor=actor,
            action="change_stock",
            subject_kind="sku",
            subject_id=stock.sku_id,
            detail={"delta": delta, "reason": reason},
        )
        record(StockChanged(sku_id=stock.sku_id, product_id=stock.product_id, available=available))
    return StockLine(stock.sku_id, available)
