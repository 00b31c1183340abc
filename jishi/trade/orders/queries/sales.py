"""What a shop sold: by day and by where the buyers came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import Order
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


@dataclass(frozen=True, slots=True)
class DailySales:
    """Paid orders of one day in the market's time zone; cancelled ones are taken off."""

    day: date
    order_count: int
    gmv_minor: int


@dataclass(frozen=True, slots=True)
class SceneSales:
    """GMV by where the line came from; an empty scene means the product's own page."""

    scene: str
    gmv_minor: int


_DAILY = """
SELECT d::date, count(o.id), coalesce(sum(o.total_minor), 0)
FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS d
LEFT JOIN orders_order o ON o.shop_id = %(shop)s AND o.payment_status = 'paid'
  AND o.fulfilment_status <> 'cancelled'
  AND o.paid_at >= d::date::timestamp AT TIME ZONE %(zone)s
  AND o.paid_at < (d::date + 1)::timestamp AT TIME ZONE %(zone)s
GROUP BY d ORDER BY d
"""
_SCENES = """
SELECT coalesce(l.attribution->>'scene', ''), sum(l.total_minor)
FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
WHERE o.shop_id = %(shop)s AND o.payment_status = 'paid' AND o.fulfilment_status <> 'cancelled'
  AND o.paid_at >= %(first)s::date::timestamp AT TIME ZONE %(zone)s
GROUP BY 1 ORDER BY 2 DESC
"""


_MARKET_DAY = """
SELECT %(last)s::date, count(*), coalesce(sum(total_minor), 0) FROM orders_order
WHERE payment_status = 'paid' AND fulfilment_status <> 'cancelled'
  AND paid_at >= %(last)s::date::timestamp AT TIME ZONE %(zone)s
"""


def get_market_day(actor: Actor) -> DailySales:
    """What all shops sold today; for the operator, raises NotAllowed for others."""
    if not actor.is_operator:
        raise NotAllowed()
    with connection.cursor() as cursor:
        cursor.execute(_MARKET_DAY, _window(None, 1))
        day, count, gmv = cursor.fetchone()
    return DailySales(day, count, int(gmv))


def list_daily_sales(actor: Actor, shop_id: UUID, *, days: int) -> tuple[DailySales, ...]:
    """The last `days` days, today last; one statement. Raises NotAllowed for strangers."""
    require_shop_right(actor, shop_id, Right.SEE_FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(_DAILY, _window(shop_id, days))
        return tuple(DailySales(day, count, int(gmv)) for day, count, gmv in cursor.fetchall())


def list_scene_sales(actor: Actor, shop_id: UUID, *, days: int) -> tuple[SceneSales, ...]:
    """GMV of the last `days` days by scene, the largest first. Raises NotAllowed."""
    require_shop_right(actor, shop_id, Right.SEE_FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(_SCENES, _window(shop_id, days))
        return tuple(SceneSales(scene, int(gmv)) for scene, gmv in cursor.fetchall())


def _window(shop_id: UUID | None, days: int) -> dict[str, Any]:
    today = clock.now().astimezone(ZoneInfo(settings.time_zone)).date()
    return {
        "shop": shop_id,
        "first": today - timedelta(days=days - 1),
        "last": today,
        "zone": settings.time_zone,
    }


def list_order_numbers(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers people know orders by."""
    rows = Order.objects.filter(id__in=set(ids)).values_list("id", "number")
    return dict(rows)
