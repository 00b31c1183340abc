"""What after-sales know of how shops did: the facts that a shop's score is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.trade.shops.types import FactTally, Metric, ShopFacts

# Cases that the shop was asked to answer: taken back at once or paid by rule, it was not.
_ANSWERS = """
SELECT a.shop_id,
       count(*) FILTER (WHERE m.by = 'merchant'), count(*)
FROM aftersales_aftersale a
JOIN LATERAL (SELECT s.by FROM aftersales_aftersalemove s WHERE s.after_sale_id = a.id
              AND s.source = 'requested' ORDER BY s.at, s.id LIMIT 1) m ON true
WHERE a.requested_at >= %(since)s AND NOT a.is_fast AND a.kind <> 'price_protection'
  AND m.by IN ('merchant', 'system')
GROUP BY a.shop_id
"""
# Of orders delivered since: those that came back for a fault, and those whose dispute was lost.
_ORDERS = """
SELECT o.shop_id, count(*),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM aftersales_aftersale a WHERE a.order_id = o.id AND a.status = 'refunded'
           AND a.reason = ANY(%(faults)s))),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1 FROM aftersales_aftersale a JOIN aftersales_dispute d ON d.after_sale_id = a.id
           JOIN aftersales_ruling r ON r.dispute_id = d.id
           WHERE a.order_id = o.id AND d.status = 'final' AND r.liability = 'merchant'
           AND NOT EXISTS (SELECT 1 FROM aftersales_ruling x
                           WHERE x.dispute_id = d.id AND x.number > r.number)))
FROM orders_order o
WHERE coalesce(o.delivered_at, o.received_at) >= %(since)s
GROUP BY o.shop_id
"""
_FAULTS = ["not_as_described", "damaged", "wrong_item", "missing_parts"]


class AfterSaleFacts:
    """After-sales answered, goods kept, disputes not lost, by shop."""

    name = "aftersales"

    def collect(self, since: datetime) -> Mapping[UUID, ShopFacts]:
        """What happened from `since` to now; two statements."""
        with connection.cursor() as cursor:
            cursor.execute(_ANSWERS, {"since": since})
            answers = {row[0]: FactTally(row[1], row[2]) for row in cursor.fetchall()}
            cursor.execute(_ORDERS, {"since": since, "faults": _FAULTS})
            orders = {row[0]: row[1:] for row in cursor.fetchall()}
        found: dict[UUID, ShopFacts] = {}
        for shop_id in {*answers, *orders}:
            tallies: dict[Metric, FactTally] = {}
            if shop_id in answers:
                tallies[Metric.AFTERSALES_SETTLED] = answers[shop_id]
            if shop_id in orders:
                delivered, returned, lost = orders[shop_id]
                tallies[Metric.KEPT_GOODS] = FactTally(delivered - returned, delivered)
                tallies[Metric.DISPUTES_CLEAN] = FactTally(delivered - lost, delivered)
            found[shop_id] = ShopFacts(tallies)
        return found
