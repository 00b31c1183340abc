"""Hold a product back from sale."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.events import ProductDelisted
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import ListingStatus, ProductView


def hold_product(*, actor: Actor, product_id: UUID, note: str = "") -> ProductView:
    """Stop a product from being sold; the note tells the shop why.

    Raises NotAllowed, NotFound, TransitionRefused.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    product = lock_product(product_id)
    move_product(actor=actor, product=product, target=ListingStatus.HELD, by="operator", note=note)
    product.save()
    record(
        ProductDelisted(
            product_id=product.id, shop_id=product.shop_id, status=product.listing_status
        )
    )
    return load_product(product.id)
