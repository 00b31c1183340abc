"""Put what was ordered once into the cart again."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_skus
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.errors import SkuUnavailable
from jishi.trade.orders.queries.orders import get_order


def buy_again(*, actor: Actor, order_id: UUID) -> int:
    """Add the order's goods that are on sale now to the cart; gives how many kinds there were.

    For the buyer. Raises NotFound, CartFull, SkuUnavailable when nothing of it is on sale.
    """
    require_transaction()
    order = get_order(actor, order_id)
    offers = get_skus(line.sku_id for line in order.lines)
    problem: DomainError | None = None
    added = 0
    for line in order.lines:
        offer = offers.get(line.sku_id)
        if offer is None or not offer.is_buyable or offer.sku.available < 1:
            problem = SkuUnavailable(sku_id=line.sku_id, title=line.title)
            continue
        quantity = min(line.quantity, offer.sku.available)
        add_to_cart(actor=actor, sku_id=line.sku_id, quantity=quantity)
        added += 1
    if not added and problem is not None:
        raise problem
    return added
