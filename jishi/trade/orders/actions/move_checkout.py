"""The one place where a checkout's payment changes its state, and its orders with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.events import PaidLine
from jishi.trade.orders.policies import UNDISPATCHED_DAYS
from jishi.trade.orders.rules import CHECKOUT, FULFILMENT
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus

# The guard in the first UPDATE is the lock: of two movers the second finds no pending row.
_MOVE = """
WITH moved AS (
    UPDATE orders_checkout SET status = %(target)s, {stamp} = %(now)s
    WHERE id = %(id)s AND status = 'pending' RETURNING id
), noted AS (
    INSERT INTO orders_ordermove (id, checkout_id, machine, source, target, by, actor_id, note, at)
    SELECT %(move)s, id, 'checkout', 'pending', %(target)s, %(by)s, %(actor)s, %(note)s, %(now)s
    FROM moved
), changed AS (
    UPDATE orders_order o SET payment_status = %(target)s, {change}
    FROM moved WHERE o.checkout_id = moved.id
    RETURNING o.id, o.shop_id, o.buyer_id, o.total_minor, o.freight_minor, o.payable_minor,
        o.currency, o.ship_by, o.delivery
){more}
SELECT c.id, c.shop_id, c.buyer_id, c.total_minor, c.freight_minor, c.payable_minor, c.currency,
    c.ship_by, c.delivery,
    (SELECT json_agg(json_build_array(l.id, l.sku_id, l.product_id, l.quantity, l.total_minor,
            l.attribution, l.shop_discount_minor, l.platform_discount_minor, l.payable_minor)
        ORDER BY l.position)::text FROM orders_orderline l WHERE l.order_id = c.id)
FROM changed c ORDER BY c.id
"""
_PAY = _MOVE.format(
    stamp="paid_at",
    change="paid_at = %(now)s,"
    " ship_by = greatest(%(now)s, ship_from) + dispatch_hours * interval '1 hour',"
    " cancel_by = greatest(%(now)s, ship_from) + greatest(%(patience)s,"
    " dispatch_hours * interval '1 hour' + interval '1 day')",
    more="",
)
_CLOSE = _MOVE.format(
    stamp="closed_at",
    change="fulfilment_status = 'cancelled', cancelled_at = %(now)s,"
    " cancelled_by = %(goods_by)s, cancel_reason = %(note)s",
    more=""", also AS (
    INSERT INTO orders_ordermove (id, order_id, machine, source, target, by, actor_id, note, at)
    SELECT gen_random_uuid(), id, 'fulfilment', 'to_ship', 'cancelled', %(goods_by)s, %(actor)s,
        %(note)s, %(now)s FROM changed
)""",
)


@dataclass(frozen=True, slots=True)
class MovedOrder:
    """An order that moved with its checkout, and its lines."""

    id: UUID
    shop_id: UUID
    buyer_id: UUID
    total_minor: int
    freight_minor: int
    payable_minor: int
    currency: str
    ship_by: datetime | None
    delivery: str
    lines: tuple[PaidLine, ...]

    @property
    def shop_discount_minor(self) -> int:
        """What the shop takes off all lines."""
        return sum(line.shop_discount_minor for line in self.lines)

    @property
    def platform_discount_minor(self) -> int:
        """What the market takes off all lines and pays itself."""
        return sum(line.platform_discount_minor for line in self.lines)

    @property
    def escrow_minor(self) -> int:
        """What is held for the order once it is paid."""
        return self.payable_minor + self.platform_discount_minor


def move_checkout(
    *, actor: Actor, checkout_id: UUID, target: CheckoutStatus, by: str, note: str = ""
) -> tuple[MovedOrder, ...]:
    """Take a pending checkout to `paid` or `closed`, with all its orders; one statement.

    Raises TransitionRefused when it is not pending any more, or `by` may not.
    """
    CHECKOUT.check(CheckoutStatus.PENDING, target, by)
    closing = target is CheckoutStatus.CLOSED
    goods_by = "buyer" if by == "buyer" else "system"
    if closing:
        FULFILMENT.check(FulfilmentStatus.TO_SHIP, FulfilmentStatus.CANCELLED, goods_by)
    now = clock.now()
    values: dict[str, Any] = {
        "id": checkout_id,
        "target": str(target),
        "by": by,
        "goods_by": goods_by,
        "actor": actor.person_id,
        "note": note,
        "now": now,
        "move": new_id(),
        "patience": timedelta(days=UNDISPATCHED_DAYS.get()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE if closing else _PAY, values)
        rows = cursor.fetchall()
    if not rows:
        raise TransitionRefused(status="not pending", to=target, machine="orders.checkout", by=by)
    return tuple(_order_of(row) for row in rows)


def _order_of(row: Sequence[Any]) -> MovedOrder:
    names = ("id", "shop_id", "buyer_id", "total_minor", "freight_minor", "payable_minor")
    return MovedOrder(
        **dict(zip(names, row, strict=False)),
        currency=row[6],
        ship_by=row[7],
        delivery=row[8],
        lines=tuple(_line_of(line) for line in json.loads(row[9])),
    )


def _line_of(row: list[Any]) -> PaidLine:
    return PaidLine(
        line_id=UUID(row[0]),
        sku_id=UUID(row[1]),
        product_id=UUID(row[2]),
        quantity=row[3],
        total_minor=row[4],
        attribution=row[5],
        shop_discount_minor=row[6],
        platform_discount_minor=row[7],
        payable_minor=row[8],
    )
