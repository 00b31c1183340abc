"""Put goods into a cart."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.errors import QuantityInvalid
from jishi.trade.catalog.queries import get_skus
from jishi.trade.orders.actions._input import MAX_QUANTITY, check_attribution, check_quantity
from jishi.trade.orders.errors import CartFull, SkuUnavailable
from jishi.trade.orders.queries.buying import get_cart
from jishi.trade.orders.queries.rows import attribution_json
from jishi.trade.orders.rules import MAX_CART_LINES
from jishi.trade.orders.types import Attribution, CartView

_ADD = """
INSERT INTO orders_cartline (id, person_id, sku_id, quantity, attribution, added_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s)
ON CONFLICT (person_id, sku_id) DO UPDATE SET
    quantity = orders_cartline.quantity + EXCLUDED.quantity,
    attribution = coalesce(EXCLUDED.attribution, orders_cartline.attribution),
    added_at = EXCLUDED.added_at
RETURNING quantity
"""


def add_to_cart(
    *, actor: Actor, sku_id: UUID, quantity: int = 1, attribution: Attribution | None = None
) -> CartView:
    """Add units of a SKU to the actor's cart; the newest attribution counts.

    Nothing is reserved. Raises QuantityInvalid, SkuUnavailable, CartFull, NotSignedIn.
    """
    require_transaction()
    person_id = actor.require_person()
    check_quantity(quantity)
    stored = attribution_json(check_attribution(attribution))
    offer = get_skus([sku_id]).get(sku_id)
    if offer is None or not offer.is_buyable:
        raise SkuUnavailable(sku_id=sku_id, title=offer.title if offer else "?")
    value = json.dumps(stored) if stored else None
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [new_id(), person_id, sku_id, quantity, value, clock.now()])
        (total,) = cursor.fetchone()
    if total > MAX_QUANTITY:
        raise QuantityInvalid(least=1, most=MAX_QUANTITY)
    cart = get_cart(actor)
    if cart.count > MAX_CART_LINES:
        raise CartFull(limit=MAX_CART_LINES)
    return cart
