"""Promise stock to a checkout for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import merge_lines
from jishi.trade.catalog.errors import StockShort
from jishi.trade.catalog.types import StockLine

# Nearest first: a warehouse that serves the buyer's region, then by the shop's own order.
_RANK = """NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(w.serves) served
            WHERE starts_with(%(region)s, served)), w.position, w.id"""
# The guard stands in the UPDATE once more: it is asked again of the row as it is when locked.
_TAKE = f"""
WITH best AS (
    SELECT t.warehouse_id FROM catalog_stock t JOIN catalog_warehouse w ON w.id = t.warehouse_id
    WHERE t.sku_id = %(sku)s AND t.on_hand - t.reserved >= %(count)s ORDER BY {_RANK} LIMIT 1
), taken AS (
    UPDATE catalog_stock t SET reserved = t.reserved + %(count)s FROM best
    WHERE t.sku_id = %(sku)s AND t.warehouse_id = best.warehouse_id
        AND t.on_hand - t.reserved >= %(count)s
    RETURNING t.warehouse_id
)
INSERT INTO catalog_reservation
    (id, reference, sku_id, warehouse_id, quantity, status, expires_at, created_at)
SELECT %(id)s, %(reference)s, %(sku)s, warehouse_id, %(count)s, 'held', %(until)s, %(now)s
FROM taken
"""  # noqa: S608
# Where no warehouse has all of it (or somebody was quicker): from several, rows locked by id.
_SPLIT = f"""
WITH free AS MATERIALIZED (
    SELECT t.warehouse_id, t.on_hand - t.reserved AS count FROM catalog_stock t
    WHERE t.sku_id = %(sku)s AND t.on_hand > t.reserved
    ORDER BY t.warehouse_id FOR NO KEY UPDATE
), ranked AS (
    SELECT f.warehouse_id, f.count, sum(f.count) OVER () AS total,
        sum(f.count) OVER (ORDER BY {_RANK}) - f.count AS before
    FROM free f JOIN catalog_warehouse w ON w.id = f.warehouse_id
), taken AS (
    UPDATE catalog_stock t
    SET reserved = t.reserved + least(r.count, %(count)s - r.before)
    FROM ranked r
    WHERE t.sku_id = %(sku)s AND t.warehouse_id = r.warehouse_id
        AND r.total >= %(count)s AND r.before < %(count)s
    RETURNING t.warehouse_id, least(r.count, %(count)s - r.before) AS count
)
INSERT INTO catalog_reservation
    (id, reference, sku_id, warehouse_id, quantity, status, expires_at, created_at)
SELECT gen_random_uuid(), %(reference)s, %(sku)s, warehouse_id, count, 'held', %(until)s, %(now)s
FROM taken
"""  # noqa: S608


def reserve_stock(
    *,
    actor: Actor,
    lines: Iterable[tuple[UUID, int]],
    reference: str,
    expires_at: datetime,
    region: str = "",
) -> tuple[StockLine, ...]:
    """Hold (stock_sku_id, quantity) pairs under a new reference until `expires_at`, all or none.

    `region` is where the goods go: the warehouse that serves it comes first. One guarded
    statement a SKU, a second one only where no warehouse holds all. Raises
    StockShort(sku_id, left), after which the transaction must be given up, and QuantityInvalid.
    """
    require_transaction()
    wanted = merge_lines(lines)
    now = clock.now()
    with connection.cursor() as cursor:
        for line in wanted:
            values = {
                "id": new_id(),
                "reference": reference,
                "sku": line.sku_id,
                "count": line.quantity,
                "region": region,
                "until": expires_at,
                "now": now,
            }
            _take(cursor, values)
    return tuple(wanted)


def _take(cursor: CursorWrapper, values: dict[str, Any]) -> None:
    for statement in (_TAKE, _SPLIT):
        cursor.execute(statement, values)
        if cursor.rowcount:
            return
    cursor.execute(
        "SELECT coalesce(sum(on_hand - reserved), 0)::int FROM catalog_stock WHERE sku_id = %s",
        [values["sku"]],
    )
    raise StockShort(sku_id=values["sku"], left=cursor.fetchone()[0])
