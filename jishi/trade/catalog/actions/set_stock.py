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
from jishi.trade.catalog.actions._words import check_stock
from jishi.trade.catalog.errors import QuantityInvalid, StockBelowReserved
from jishi.trade.catalog.events import StockChanged
from jishi.trade.catalog.models import Product, Stock, StockChange
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

REASON_LIMIT = 100


def set_stock(*, actor: Actor, sku_id: UUID, on_hand: int, reason: str = "count") -> StockLine:
    """Set the units on the shelf to what was counted; returns what can be promised now.

    Raises QuantityInvalid, StockBelowReserved, NotAllowed, NotFound.
    """
    require_transaction()
    check_stock(on_hand)
    stock = lock_stock(actor, sku_id)
    return change_stock(actor, stock, on_hand - stock.on_hand, reason)


def lock_stock(actor: Actor, sku_id: UUID) -> Stock:
    """The row, locked, if the actor works for its shop; raises NotFound, NotAllowed."""
    known = Stock.objects.filter(sku_id=sku_id).first()
    product = Product.objects.filter(id=known.product_id).first() if known else None
    if product is None:
        raise NotFound()
    require_shop_right(actor, product.shop_id, Right.COUNT_STOCK)
    return Stock.objects.select_for_update(no_key=True).get(sku_id=sku_id)


def change_stock(actor: Actor, stock: Stock, delta: int, reason: str) -> StockLine:
    """Add `delta` units to a locked row, with its history; none may be promised away."""
    reason = clean_line(reason, field="reason", limit=REASON_LIMIT)
    if stock.on_hand + delta < stock.reserved:
        raise StockBelowReserved(reserved=stock.reserved)
    if stock.on_hand + delta > MAX_STOCK:
        raise QuantityInvalid(least=0, most=MAX_STOCK)
    stock.on_hand += delta
    available = stock.on_hand - stock.reserved
    if delta:
        stock.save(update_fields=["on_hand"])
        StockChange.objects.create(
            sku_id=stock.sku_id,
            delta=delta,
            reason=reason,
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
