"""Turn promised stock into sold stock."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import merge_allotted, move_reservation
from jishi.trade.catalog.errors import ReservationGone
from jishi.trade.catalog.events import StockLow
from jishi.trade.catalog.types import StockLine

# `low_at` is set by the sale after which too few are left: once, until the stock is filled up.
_SELL = """
UPDATE catalog_stock SET on_hand = on_hand - %(n)s, reserved = reserved - %(n)s,
    sold = sold + %(n)s,
    low_at = CASE WHEN on_hand - reserved <= alert_at THEN coalesce(low_at, %(now)s) END
WHERE sku_id = %(sku)s AND warehouse_id = %(warehouse)s
RETURNING product_id, on_hand - reserved, old.low_at IS NULL AND new.low_at IS NOT NULL
"""


def commit_reservation(*, actor: Actor, reference: str) -> tuple[StockLine, ...]:
    """Sell what is held under a reference; raises ReservationGone when nothing is any more.

    Tells (StockLow) of the sale that leaves too few.
    """
    require_transaction()
    rows = move_reservation(reference, "committed")
    if not rows:
        raise ReservationGone()
    low = []
    now = clock.now()
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(
                _SELL,
                {"n": row.quantity, "sku": row.sku_id, "warehouse": row.warehouse_id, "now": now},
            )
            product_id, available, is_news = cursor.fetchone()
            if is_news:
                low.append((row, product_id, available))
    for row, product_id, available in low:
        record(
            StockLow(
                sku_id=row.sku_id,
                product_id=product_id,
                warehouse_id=row.warehouse_id,
                available=available,
            )
        )
    return merge_allotted(rows)
