"""Put a product on the shelf."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._details import require_attributes
from jishi.trade.catalog.actions.move_product import move_product, pass_edit_unseen, submit_edit
from jishi.trade.catalog.errors import NotReadyToList
from jishi.trade.catalog.events import EditSubmitted, ProductListed
from jishi.trade.catalog.policies import REVIEW_REQUIRED
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import EditStatus, ListingStatus, ProductView
from jishi.trade.shops.errors import ShopNotOpen
from jishi.trade.shops.queries import get_shop_card, require_may_sell, require_shop_role


def list_product(*, actor: Actor, product_id: UUID) -> ProductView:
    """Put a product on the shelf, or bring a first draft before the operator who reviews.

    Raises NotAllowed, NotFound, ShopNotOpen, NotReadyToList without a picture,
    AttributesMissing when it does not say what goods of its kind must,
    TransitionRefused for one that is listed, held or in review already; ShopDocumentsMissing,
    ShopDepositShort where the shop lacks what its category asks for.
    """
    require_transaction()
    product = lock_product(product_id)
    require_shop_role(actor, product.shop_id)
    if not get_shop_card(product.shop_id).is_open:
        raise ShopNotOpen()
    if not product.pictures:
        raise NotReadyToList()
    require_may_sell(product.shop_id, (product.category,))
    require_attributes(
        {name: getattr(product, name) for name in ("category", "subcategory", "attributes")}
    )
    is_draft = product.listing_status == ListingStatus.DRAFT
    if is_draft and REVIEW_REQUIRED.get() and product.edit_status != EditStatus.PASSED:
        submit_edit(actor=actor, product=product)
        product.save()
        record(EditSubmitted(product_id=product.id, shop_id=product.shop_id))
        return load_product(product.id)
    if is_draft:
        pass_edit_unseen(actor=actor, product=product)
    move_product(actor=actor, product=product, target=ListingStatus.LISTED, by="merchant")
    product.save()
    record(ProductListed(product_id=product.id, shop_id=product.shop_id))
    return load_product(product.id)
