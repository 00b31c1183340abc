"""Say from how many units on a SKU runs low."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._words import check_stock
from jishi.trade.catalog.actions.set_stock import lock_stock
from jishi.trade.catalog.types import StockLine


def set_stock_alert(
    *, actor: Actor, sku_id: UUID, alert_at: int, warehouse_id: UUID | None = None
) -> StockLine:
    """Be told (`catalog.stock_low`) when no more than `alert_at` units are left; 0: when none is.

    Raises QuantityInvalid, NotAllowed, NotFound.
    """
    require_transaction()
    check_stock(alert_at)
    stock = lock_stock(actor, sku_id, warehouse_id)
    stock.alert_at = alert_at
    available = stock.on_hand - stock.reserved
    if available > alert_at:
        stock.low_at = None
    stock.save(update_fields=["alert_at", "low_at"])
    audit(
        actor=actor,
        action="set_stock_alert",
        subject_kind="sku",
        subject_id=sku_id,
        detail={"alert_at": alert_at},
    )
    return StockLine(sku_id, available)
