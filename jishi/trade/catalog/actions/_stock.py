"""The statements that stock moves by; each guards itself, SKUs go in the order of their ids.

A stock row of a sought-after SKU is the hottest row of the market. Whoever takes it holds it to
the end of the transaction, so callers do this last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.models import Warehouse
from jishi.trade.catalog.rules import MAX_STOCK
from jishi.trade.catalog.types import StockLine


@dataclass(frozen=True, slots=True, order=True)
class Allotted:
    """So many of a SKU in one warehouse; in the order in which rows are locked."""

    sku_id: UUID
    warehouse_id: UUID
    quantity: int


def merge_lines(lines: Iterable[tuple[UUID, int]]) -> list[StockLine]:
    """One line a SKU, by SKU id; raises QuantityInvalid for a count below one."""
    total: dict[UUID, int] = {}
    for sku_id, quantity in lines:
        if type(quantity) is not int or not 1 <= quantity <= MAX_STOCK:
            raise QuantityInvalid(least=1, most=MAX_STOCK)
        total[sku_id] = total.get(sku_id, 0) + quantity
    return [StockLine(sku_id, total[sku_id]) for sku_id in sorted(total)]


def merge_allotted(rows: Iterable[Allotted]) -> tuple[StockLine, ...]:
    """What was allotted of each SKU, whatever the warehouse."""
    return tuple(merge_lines((row.sku_id, row.quantity) for row in rows))


def move_reservation(reference: str, target: str) -> list[Allotted]:
    """Turn what is held under a reference into `committed` or `released`; in locking order.

    Empty when nothing is held. The rows stay locked: of two who come together one gets them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_reservation SET status = %s WHERE reference = %s AND status = 'held'"
            " RETURNING sku_id, warehouse_id, quantity",
            [target, reference],
        )
        return sorted(Allotted(*row) for row in cursor.fetchall())


def first_warehouse(shop_id: UUID) -> Warehouse:
    """The shop's first warehouse that is not closed; made when there is none yet."""
    known = Warehouse.objects.filter(shop_id=shop_id, is_closed=False)
    found = known.order_by("position", "id").first()
    if found is None:
        Warehouse.objects.bulk_create(
            [Warehouse(shop_id=shop_id, created_at=clock.now())], ignore_conflicts=True
        )
        found = known.order_by("position", "id")[0]
    return found
