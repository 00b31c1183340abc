"""Pass an edit."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.actions.update_product import apply_edit
from jishi.trade.catalog.events import EditJudged, ProductChanged, ProductListed
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import EditStatus, ListingStatus, ProductView


def pass_edit(*, actor: Actor, product_id: UUID) -> ProductView:
    """Make a reviewed edit the version that sells; a first draft is listed.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    product = lock_product(product_id)
    move_product(actor=actor, product=product, target=EditStatus.PASSED, by="operator")
    is_first = product.listing_status == ListingStatus.DRAFT
    if product.pending_edit is not None:
        apply_edit(actor, product, product.pending_edit)
    if is_first:
        move_product(actor=actor, product=product, target=ListingStatus.LISTED, by="operator")
    product.save()
    names = {"product_id": product.id, "shop_id": product.shop_id}
    record(EditJudged(**names, passed=True, note=""))
    record(ProductListed(**names) if is_first else ProductChanged(**names))
    return load_product(product.id)
