"""Take sold goods back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import Allotted, merge_lines
from jishi.trade.catalog.events import StockChanged
from jishi.trade.catalog.models import Reservation, Stock, StockChange
from jishi.trade.catalog.types import StockLine

_BACK = """
UPDATE catalog_stock SET on_hand = on_hand + %(n)s, sold = sold - %(n)s,
    low_at = CASE WHEN on_hand + %(n)s - reserved <= alert_at THEN low_at END
WHERE sku_id = %(sku)s AND warehouse_id = %(warehouse)s
RETURNING product_id, on_hand - reserved
"""


def restock(
    *,
    actor: Actor,
    lines: Iterable[tuple[UUID, int]],
    reference: str,
    reason: str,
    sold_as: str = "",
) -> tuple[StockLine, ...]:
    """Put sold (sku_id, quantity) pairs back on the shelf, with lines in the stock's history.

    `sold_as` is the reference under which they were reserved: they go back to the warehouses
    they came from; without it, to those that sold them, the shop's first one first. The caller
    sees to it that the same goods come back once. Raises QuantityInvalid.
    """
    require_transaction()
    wanted = merge_lines(lines)
    facts = []
    with connection.cursor() as cursor:
        for line in wanted:
            for row in _find_places(line, sold_as):
                cursor.execute(
                    _BACK,
                    {"n": row.quantity, "sku": row.sku_id, "warehouse": row.warehouse_id},
                )
                product_id, available = cursor.fetchone()
                facts.append(StockChanged(sku_id=row.sku_id, product_id=product_id,
                                          available=available))  # fmt: skip
                StockChange.objects.create(
                    sku_id=row.sku_id,
                    warehouse_id=row.warehouse_id,
                    delta=row.quantity,
                    reason=reason,
                    reference=reference,
                    actor_id=actor.person_id,
                    at=clock.now(),
                )
    for fact in facts:
        record(fact)
    return tuple(wanted)


def _find_places(line: StockLine, sold_as: str) -> list[Allotted]:
    """Which warehouses take how many back: none more than it has sold; their rows are locked."""
    sent = Reservation.objects.filter(
        reference=sold_as, sku_id=line.sku_id, warehouse_id=OuterRef("warehouse_id")
    )
    rows = (
        Stock.objects.select_for_update(no_key=True, of=("self",))
        .filter(sku_id=line.sku_id, sold__gt=0)
        .annotate(sent=Coalesce(Subquery(sent.values("quantity")[:1]), 0))
        .order_by("warehouse_id")
        .values_list("warehouse_id", "sold", "sent", "warehouse__position")
    )
    left, places = line.quantity, []
    # First what each of them sent, then whoever has sold it.
    ranked = sorted(rows, key=lambda r: (r[2] == 0, r[3], r[0]))
    for warehouse_id, sold, sent_count, _position in ranked:
        n = min(left, sold, sent_count or sold)
        if n:
            places.append(Allotted(line.sku_id, warehouse_id, n))
            left -= n
    assert left == 0, "more came back than was sold"
    return sorted(places)
