"""Carry units of a SKU from one warehouse to another."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.set_stock import change_stock, lock_stock
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine


def move_stock(
    *, actor: Actor, sku_id: UUID, source_id: UUID, target_id: UUID, quantity: int
) -> StockLine:
    """Move units that are not promised; returns what the target can promise now.

    Both histories name the same move. Raises QuantityInvalid, StockBelowReserved, InvalidInput
    for one and the same warehouse, NotAllowed, NotFound.
    """
    require_transaction()
    if type(quantity) is not int or not 1 <= quantity <= MAX_STOCK:
        raise QuantityInvalid(least=1, most=MAX_STOCK)
    if source_id == target_id:
        raise InvalidInput(field="target_id")
    rows = {w: lock_stock(actor, sku_id, w) for w in sorted((source_id, target_id))}
    reference = f"move:{new_id()}"
    change_stock(actor, rows[source_id], -quantity, "moved", reference)
    return change_stock(actor, rows[target_id], quantity, "moved", reference)
