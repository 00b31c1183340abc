"""Write a place where buyers fetch what they ordered."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.models import Point
from jishi.trade.shipping.queries.terms import point_of
from jishi.trade.shipping.types import PickupPoint
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

MOST_POINTS = 50


def save_point(
    *,
    actor: Actor,
    shop_id: UUID,
    name: str,
    address: str,
    hours: str = "",
    phone: str = "",
    is_open: bool = True,
    point_id: UUID | None = None,
) -> PickupPoint:
    """Add a pick-up point, or with `point_id` rewrite one of the shop's own.

    Orders keep the words they were placed with. Raises NotAllowed, InvalidInput, TextTooLong,
    NotFound.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_SHOP)
    words = {
        "name": clean_line(name, field="name", limit=40),
        "address": clean_line(address, field="address", limit=200),
        "hours": clean_line(hours, field="hours", limit=80, required=False),
        "phone": clean_line(phone, field="phone", limit=20, required=False),
        "is_open": is_open,
    }
    own = {p.id: p for p in Point.objects.select_for_update().filter(shop_id=shop_id)}
    if point_id is not None and point_id not in own:
        raise NotFound()
    if point_id is None and len(own) >= MOST_POINTS:
        raise InvalidInput(field="point")
    row = own[point_id] if point_id else Point(shop_id=shop_id, created_at=clock.now())
    for field, value in words.items():
        setattr(row, field, value)
    row.save()
    return point_of(row)
