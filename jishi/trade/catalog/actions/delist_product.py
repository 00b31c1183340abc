"""Take a product off the shelf."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.events import ProductDelisted
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import ListingStatus, ProductView
from jishi.trade.shops.queries import require_shop_role


def delist_product(*, actor: Actor, product_id: UUID) -> ProductView:
    """Take a listed product off the shelf; its page stays and says so.

    Raises NotAllowed, NotFound, TransitionRefused.
    """
    require_transaction()
    product = lock_product(product_id)
    require_shop_role(actor, product.shop_id)
    move_product(actor=actor, product=product, target=ListingStatus.DELISTED, by="merchant")
    product.save()
    record(
        ProductDelisted(
            product_id=product.id, shop_id=product.shop_id, status=product.listing_status
        )
    )
    return load_product(product.id)
