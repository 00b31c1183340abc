"""Begin to keep the money of a paid order."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.policies import FEE_PPM

_OPEN = """
WITH fresh AS (
  INSERT INTO settlement_settlement (order_id, shop_id, buyer_id, status, currency, gross_minor,
    fee_rate_ppm, opened_at)
  VALUES (%s, %s, %s, 'held', %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING order_id
)
INSERT INTO settlement_settlementstep (settlement_id, status, by, at)
SELECT order_id, 'held', %s, %s FROM fresh
"""


def open_settlement(
    *,
    actor: Actor,
    order_id: UUID,
    shop_id: UUID,
    buyer_id: UUID,
    gross_minor: int,
    currency: str,
) -> bool:
    """Record that an order's money is in escrow, at the fee in force now; False if it was."""
    require_transaction()
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _OPEN,
            [
                order_id, shop_id, buyer_id, currency, gross_minor, FEE_PPM.get(), now,
                actor.kind.value, now,
            ],
        )  # fmt: skip
        return bool(cursor.rowcount)
