"""Promise stock of one SKU to many checkouts at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import id_array, new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.reserve_stock import reserve_stock

_TAKE = """
WITH best AS (
    SELECT t.warehouse_id FROM catalog_stock t JOIN catalog_warehouse w ON w.id = t.warehouse_id
    WHERE t.sku_id = %(sku)s AND t.on_hand - t.reserved >= %(sum)s
    ORDER BY w.position, w.id LIMIT 1
), taken AS (
    UPDATE catalog_stock t SET reserved = t.reserved + %(sum)s FROM best
    WHERE t.sku_id = %(sku)s AND t.warehouse_id = best.warehouse_id
        AND t.on_hand - t.reserved >= %(sum)s
    RETURNING t.sku_id, t.warehouse_id
)
INSERT INTO catalog_reservation
    (id, reference, sku_id, warehouse_id, quantity, status, expires_at, created_at)
SELECT w.id, w.reference, taken.sku_id, taken.warehouse_id, w.quantity, 'held', %(until)s, %(now)s
FROM taken, ROWS FROM (unnest(%(ids)s::uuid[], %(counts)s::int[]),
    json_array_elements_text(%(references)s::json)) AS w(id, quantity, reference)
"""


def reserve_for_many(
    *, sku_id: UUID, wanted: Sequence[tuple[str, int]], expires_at: datetime
) -> None:
    """Hold so many under each (reference, quantity) until `expires_at`, all or none.

    One guarded statement where a warehouse has enough for all, else one for each, by the shop's
    own order of warehouses. Raises StockShort, after which the transaction must be given up.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "sku": sku_id,
                "sum": sum(quantity for _, quantity in wanted),
                "until": expires_at,
                "now": clock.now(),
                "ids": id_array(new_id() for _ in wanted),
                "references": json.dumps([reference for reference, _ in wanted]),
                "counts": [quantity for _, quantity in wanted],
            },
        )
        if cursor.rowcount:
            return
    for reference, quantity in wanted:
        reserve_stock(
            actor=SYSTEM, lines=[(sku_id, quantity)], reference=reference, expires_at=expires_at
        )
