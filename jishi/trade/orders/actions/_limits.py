"""Purchase limits: what one person has bought of a product in the day, week or month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.types import LimitPeriod, SkuOffer
from jishi.trade.orders.errors import PurchaseLimited
from jishi.trade.orders.types import OrderLineInput

# The lock lasts to the end of the transaction: two checkouts of one person count each other.
_LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('limit' || %(buyer)s::text, 0))
"""
_COUNT = """
SELECT w.product_id, coalesce(sum(l.quantity) FILTER (WHERE o.id IS NOT NULL), 0)::int
FROM unnest(%(products)s::uuid[], %(starts)s::timestamptz[]) AS w(product_id, since)
LEFT JOIN orders_order o ON o.buyer_id = %(buyer)s AND o.placed_at >= w.since
    AND o.fulfilment_status <> 'cancelled' AND o.payment_status <> 'closed'
LEFT JOIN orders_orderline l ON l.order_id = o.id AND l.product_id = w.product_id
GROUP BY w.product_id
"""


def check_limits(
    buyer_id: UUID, lines: Sequence[OrderLineInput], offers: Mapping[UUID, SkuOffer]
) -> None:
    """Raises PurchaseLimited for more than the shop sells one person; free without limits."""
    limited = {
        offer.sku.product_id: offer
        for line in lines
        if (offer := offers[line.sku_id]).limit is not None
    }
    if not limited:
        return
    starts = [period_start(offer.limit.period) for offer in limited.values() if offer.limit]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"buyer": buyer_id})
        cursor.execute(_COUNT, {"products": list(limited), "starts": starts, "buyer": buyer_id})
        bought = dict(cursor.fetchall())
    for product_id, offer in limited.items():
        assert offer.limit is not None
        wanted = sum(
            line.quantity for line in lines if offers[line.sku_id].sku.product_id == product_id
        )
        left = offer.limit.quantity - bought[product_id]
        if wanted > left:
            raise PurchaseLimited(
                sku_id=offer.sku.id,
                title=offer.title,
                limit=offer.limit.quantity,
                period=str(offer.limit.period),
                left=max(0, left),
            )


def period_start(period: LimitPeriod) -> datetime:
    """When the running day, week (from Monday) or month began in the market's time zone."""
    today = clock.now().astimezone(ZoneInfo(settings.time_zone))
    today = today.replace(hour=0, minute=0, second=0, microsecond=0)
    if period is LimitPeriod.WEEK:
        return today - timedelta(days=today.weekday())
    return today.replace(day=1) if period is LimitPeriod.MONTH else today
