"""Take sold goods back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import merge_lines
from jishi.trade.catalog.events import StockChanged
from jishi.trade.catalog.types import StockLine

_BACK = """
WITH back AS (
    UPDATE catalog_stock SET on_hand = on_hand + %(count)s, sold = sold - %(count)s
    WHERE sku_id = %(sku)s RETURNING sku_id, product_id, on_hand - reserved AS available
), noted AS (
    INSERT INTO catalog_stockchange (id, sku_id, delta, reason, reference, actor_id, at)
    SELECT %(id)s, sku_id, %(count)s, %(reason)s, %(reference)s, %(actor)s, %(now)s FROM back
)
SELECT product_id, available FROM back
"""


def restock(
    *, actor: Actor, lines: Iterable[tuple[UUID, int]], reference: str, reason: str
) -> tuple[StockLine, ...]:
    """Put sold (sku_id, quantity) pairs back on the shelf, with a line in the stock's history.

    The caller sees to it that the same goods come back once. Raises QuantityInvalid.
    """
    require_transaction()
    wanted = merge_lines(lines)
    facts = []
    with connection.cursor() as cursor:
        for line in wanted:
            cursor.execute(
                _BACK,
                {
                    "id": new_id(),
                    "sku": line.sku_id,
                    "count": line.quantity,
                    "reason": reason,
                    "reference": reference,
                    "actor": actor.person_id,
                    "now": clock.now(),
                },
            )
            product_id, available = cursor.fetchone()
            facts.append(
                StockChanged(sku_id=line.sku_id, product_id=product_id, available=available)
            )
    for fact in facts:
        record(fact)
    return tuple(wanted)
