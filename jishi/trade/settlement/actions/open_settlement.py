"""Begin to keep the money of a paid order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.policies import FEE_PPM, FEE_TAX_PPM
from jishi.trade.settlement.queries import list_fee_rates
from jishi.trade.settlement.rules import divide
from jishi.trade.settlement.types import LineMoneyInput

_OPEN = """
WITH fresh AS (
  INSERT INTO settlement_settlement (order_id, shop_id, buyer_id, status, currency, gross_minor,
    platform_minor, freight_minor, fee_rate_ppm, fee_tax_ppm, base_minor, fee_minor, shop_minor,
    refunded_minor, refunded_platform_minor, refunded_freight_minor, block_count, opened_at)
  VALUES (%(order)s, %(shop)s, %(buyer)s, 'held', %(currency)s, %(gross)s, %(platform)s,
    %(freight)s, %(rate)s, %(tax)s, %(gross)s, %(fee)s, %(gross)s - %(fee)s, 0, 0, 0, 0, %(now)s)
  ON CONFLICT DO NOTHING RETURNING order_id
), step AS (
  INSERT INTO settlement_settlementstep (settlement_id, status, by, at)
  SELECT order_id, 'held', %(by)s, %(now)s FROM fresh
)
INSERT INTO settlement_settlementline (line_id, settlement_id, position, category, quantity,
  gross_minor, platform_minor, fee_rate_ppm, fee_minor, shop_minor, refunded_quantity,
  refunded_minor, refunded_platform_minor)
SELECT n.id, fresh.order_id, n.place - 1, n.category, n.quantity, n.gross, n.platform, n.rate,
  n.fee, n.gross - n.fee, 0, 0, 0
FROM fresh, unnest(%(ids)s::uuid[], %(categories)s::text[], %(quantities)s::int[],
  %(grosses)s::bigint[], %(platforms)s::bigint[], %(rates)s::int[], %(fees)s::bigint[])
  WITH ORDINALITY AS n (id, category, quantity, gross, platform, rate, fee, place)
"""


def open_settlement(
    *,
    actor: Actor,
    order_id: UUID,
    shop_id: UUID,
    buyer_id: UUID,
    lines: Sequence[LineMoneyInput],
    freight_minor: int,
    currency: str,
) -> bool:
    """Record that an order's money is in escrow, at the fees in force now; False if it was.

    Two statements, since every sale passes here: the fees of the categories, and the rows.
    """
    require_transaction()
    rates_of = list_fee_rates(line.category for line in lines)
    rates = [rates_of[line.category] for line in lines]
    fees = [
        divide(line.gross_minor, rate).fee_minor for line, rate in zip(lines, rates, strict=True)
    ]
    values: dict[str, Any] = {
        "order": order_id,
        "shop": shop_id,
        "buyer": buyer_id,
        "currency": currency,
        "gross": sum(line.gross_minor for line in lines) + freight_minor,
        "platform": sum(line.platform_minor for line in lines),
        "freight": freight_minor,
        "rate": FEE_PPM.get(),
        "tax": FEE_TAX_PPM.get(),
        "fee": sum(fees),
        "now": clock.now(),
        "by": actor.kind.value,
        "ids": [line.line_id for line in lines],
        "categories": [line.category for line in lines],
        "quantities": [line.quantity for line in lines],
        "grosses": [line.gross_minor for line in lines],
        "platforms": [line.platform_minor for line in lines],
        "rates": rates,
        "fees": fees,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        return bool(cursor.rowcount)
