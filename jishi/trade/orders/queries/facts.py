"""What orders say of how shops do, for their score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.trade.shops.types import FactTally, Metric, ShopFacts

_COUNTS = """
SELECT o.shop_id,
  count(*) FILTER (WHERE coalesce(o.delivered_at, o.received_at) IS NOT NULL),
  count(*) FILTER (WHERE o.shipped_at <= o.ship_by),
  count(*) FILTER (WHERE o.shipped_at IS NOT NULL
    OR (o.ship_by <= %(now)s AND o.fulfilment_status <> 'cancelled')
    OR (o.ship_by <= o.cancelled_at)),
  count(*) FILTER (WHERE o.cancelled_by NOT IN ('merchant', 'system')),
  count(*)
FROM orders_order o
WHERE o.payment_status = 'paid' AND o.paid_at >= %(since)s
GROUP BY o.shop_id
"""
_CATEGORIES = """
SELECT DISTINCT ON (shop_id) shop_id, category FROM (
  SELECT o.shop_id, p.category, sum(l.quantity) AS pieces
  FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
  JOIN catalog_product p ON p.id = l.product_id
  WHERE o.payment_status = 'paid' AND o.paid_at >= %(since)s
  GROUP BY o.shop_id, p.category) AS sold
ORDER BY shop_id, pieces DESC, category
"""


class OrderFacts:
    """Orders shipped in time, orders kept, orders delivered, and what a shop sells most."""

    name = "orders"

    def collect(self, since: datetime) -> Mapping[UUID, ShopFacts]:
        """By shop, of the orders paid from `since` on; two statements."""
        values = {"since": since, "now": clock.now()}
        with connection.cursor() as cursor:
            cursor.execute(_CATEGORIES, values)
            categories = dict(cursor.fetchall())
            cursor.execute(_COUNTS, values)
            rows = cursor.fetchall()
        return {
            shop_id: ShopFacts(
                tallies={
                    Metric.SHIPPED_IN_TIME: FactTally(in_time, due),
                    Metric.NOT_CANCELLED: FactTally(kept, total),
                },
                delivered_count=delivered,
                category=categories.get(shop_id, ""),
            )
            for shop_id, delivered, in_time, due, kept, total in rows
        }
