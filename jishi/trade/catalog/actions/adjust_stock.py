"""Add units to a SKU's stock, or take some away."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.set_stock import change_stock, lock_stock
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine


def adjust_stock(
    *, actor: Actor, sku_id: UUID, delta: int, reason: str, warehouse_id: UUID | None = None
) -> StockLine:
    """Add `delta` units (below zero: take away); returns what can be promised now.

    Raises QuantityInvalid, StockBelowReserved, NotAllowed, NotFound.
    """
    require_transaction()
    if type(delta) is not int or abs(delta) > MAX_STOCK:
        raise QuantityInvalid(least=-MAX_STOCK, most=MAX_STOCK)
    return change_stock(actor, lock_stock(actor, sku_id, warehouse_id), delta, reason)
