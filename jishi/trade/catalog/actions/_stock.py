"""The statements that stock moves by; each guards itself, SKUs go in the order of their ids.

A stock row of a sought-after SKU is the hottest row of the market. Whoever takes it holds it to
the end of the transaction, so callers do this last.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine


def merge_lines(lines: Iterable[tuple[UUID, int]]) -> list[StockLine]:
    """One line a SKU, by SKU id; raises QuantityInvalid for a count below one."""
    total: dict[UUID, int] = {}
    for sku_id, quantity in lines:
        if type(quantity) is not int or not 1 <= quantity <= MAX_STOCK:
            raise QuantityInvalid(least=1, most=MAX_STOCK)
        total[sku_id] = total.get(sku_id, 0) + quantity
    return [StockLine(sku_id, total[sku_id]) for sku_id in sorted(total)]


def move_reservation(reference: str, target: str) -> list[StockLine]:
    """Turn what is held under a reference into `committed` or `released`; its lines by SKU id.

    Empty when nothing is held. The rows stay locked: of two who come together one gets them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_reservation SET status = %s WHERE reference = %s AND status = 'held'"
            " RETURNING sku_id, quantity",
            [target, reference],
        )
        return [StockLine(sku_id, quantity) for sku_id, quantity in sorted(cursor.fetchall())]
