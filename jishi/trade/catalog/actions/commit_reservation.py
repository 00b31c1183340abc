"""Turn promised stock into sold stock."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import move_reservation
from jishi.trade.catalog.errors import ReservationGone
from jishi.trade.catalog.types import StockLine


def commit_reservation(*, actor: Actor, reference: str) -> tuple[StockLine, ...]:
    """Sell what is held under a reference; raises ReservationGone when nothing is any more."""
    require_transaction()
    lines = move_reservation(reference, "committed")
    if not lines:
        raise ReservationGone()
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(
                "UPDATE catalog_stock SET on_hand = on_hand - %(n)s, reserved = reserved - %(n)s,"
                " sold = sold + %(n)s WHERE sku_id = %(sku)s",
                {"n": line.quantity, "sku": line.sku_id},
            )
    return tuple(lines)
