"""Delete a product."""

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


def delete_product(*, actor: Actor, product_id: UUID) -> ProductView:
    """Delete a product that is not on the shelf; orders keep their snapshot of it.

    Raises NotAllowed, NotFound, TransitionRefused.
    """
    require_transaction()
    product = lock_product(product_id)
    require_shop_role(actor, product.shop_id, ("owner", "manager"))
    move_product(actor=actor, product=product, target=ListingStatus.DELETED, by="merchant")
    product.save()
    record(
        ProductDelisted(
            product_id=product.id, shop_id=product.shop_id, status=product.listing_status
        )
    )
    return load_product(product.id)
