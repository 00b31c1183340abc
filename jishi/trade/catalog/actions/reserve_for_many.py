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
from jishi.trade.catalog.errors import StockShort

_TAKE = """
WITH taken AS (
    UPDATE catalog_stock SET reserved = reserved + %(sum)s
    WHERE sku_id = %(sku)s AND on_hand - reserved >= %(sum)s RETURNING sku_id
)
INSERT INTO catalog_reservation (id, reference, sku_id, quantity, status, expires_at, created_at)
SELECT w.id, w.reference, taken.sku_id, w.quantity, 'held', %(until)s, %(now)s
FROM taken, ROWS FROM (unnest(%(ids)s::uuid[], %(counts)s::int[]),
    json_array_elements_text(%(references)s::json)) AS w(id, quantity, reference)
"""


def reserve_for_many(
    *, sku_id: UUID, wanted: Sequence[tuple[str, int]], expires_at: datetime
) -> None:
    """Hold so many under each (reference, quantity) until `expires_at`, all or none.

    One guarded statement. Raises StockShort, after which the transaction must be given up.
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
        if cursor.rowcount == 0:
            raise StockShort(sku_id=sku_id, left=0)
