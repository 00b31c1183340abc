"""Change how many of a SKU a cart holds."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions._input import check_quantity
from jishi.trade.orders.models import CartLine
from jishi.trade.orders.queries.buying import get_cart
from jishi.trade.orders.types import CartView


def set_cart_quantity(*, actor: Actor, sku_id: UUID, quantity: int) -> CartView:
    """Make it exactly so many, from 1; raises QuantityInvalid, NotFound, NotSignedIn."""
    require_transaction()
    check_quantity(quantity)
    rows = CartLine.objects.filter(person_id=actor.require_person(), sku_id=sku_id)
    if not rows.update(quantity=quantity):
        raise NotFound()
    return get_cart(actor)
