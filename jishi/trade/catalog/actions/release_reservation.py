"""Give promised stock back to the shelf."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import merge_allotted, move_reservation
from jishi.trade.catalog.types import StockLine


def release_reservation(*, actor: Actor, reference: str) -> tuple[StockLine, ...]:
    """Let go of what is held under a reference; nothing happens when nothing is."""
    require_transaction()
    rows = move_reservation(reference, "released")
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(
                "UPDATE catalog_stock SET reserved = reserved - %s"
                " WHERE sku_id = %s AND warehouse_id = %s",
                [row.quantity, row.sku_id, row.warehouse_id],
            )
    return merge_allotted(rows)
