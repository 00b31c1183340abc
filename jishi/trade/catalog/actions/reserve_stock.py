"""Promise stock to a checkout for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import merge_lines
from jishi.trade.catalog.errors import StockShort
from jishi.trade.catalog.types import StockLine

_TAKE = """
WITH taken AS (
    UPDATE catalog_stock SET reserved = reserved + %(count)s
    WHERE sku_id = %(sku)s AND on_hand - reserved >= %(count)s RETURNING sku_id
)
INSERT INTO catalog_reservation
    (id, reference, sku_id, quantity, status, expires_at, created_at)
SELECT %(id)s, %(reference)s, sku_id, %(count)s, 'held', %(until)s, %(now)s FROM taken
"""


def reserve_stock(
    *, actor: Actor, lines: Iterable[tuple[UUID, int]], reference: str, expires_at: datetime
) -> tuple[StockLine, ...]:
    """Hold (sku_id, quantity) pairs under a new reference until `expires_at`, all or none.

    One guarded statement a SKU. Raises StockShort(sku_id, left), after which the transaction
    must be given up, and QuantityInvalid.
    """
    require_transaction()
    wanted = merge_lines(lines)
    now = clock.now()
    with connection.cursor() as cursor:
        for line in wanted:
            cursor.execute(
                _TAKE,
                {
                    "id": new_id(),
                    "reference": reference,
                    "sku": line.sku_id,
                    "count": line.quantity,
                    "until": expires_at,
                    "now": now,
                },
            )
            if cursor.rowcount == 0:
                cursor.execute(
                    "SELECT on_hand - reserved FROM catalog_stock WHERE sku_id = %s", [line.sku_id]
                )
                row = cursor.fetchone()
                raise StockShort(sku_id=line.sku_id, left=row[0] if row else 0)
    return tuple(wanted)
