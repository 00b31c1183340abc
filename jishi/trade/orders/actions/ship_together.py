"""Hand several orders over in one parcel."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.errors import ParcelsApart
from jishi.trade.orders.queries.orders import list_orders
from jishi.trade.orders.types import OrderView


def ship_together(
    *,
    actor: Actor,
    order_ids: Sequence[UUID],
    carrier: str,
    tracking_number: str,
    idempotency_key: str,
) -> tuple[OrderView, ...]:
    """All that is left of several orders of one shop, to one buyer at one address, in one parcel.

    All of them or none. Raises ParcelsApart, and what ship_order raises.
    """
    require_transaction()
    orders = list_orders(order_ids).values()
    places = {(o.shop_id, o.buyer_id, o.address.line, o.address.phone) for o in orders}
    if len(orders) < 2 or len(orders) < len(set(order_ids)) or len(places) > 1:
        raise ParcelsApart()
    return tuple(
        ship_order(
            actor=actor,
            order_id=order_id,
            carrier=carrier,
            tracking_number=tracking_number,
            idempotency_key=f"{idempotency_key}:{order_id}"[:120],
        )
        for order_id in sorted(set(order_ids))
    )
