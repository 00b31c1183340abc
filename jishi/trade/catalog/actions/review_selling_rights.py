"""Hold what a shop may not sell now, and let go what it may sell again."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_noop

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.events import ProductDelisted, ProductListed
from jishi.trade.catalog.models import Product, ProductMove
from jishi.trade.catalog.types import ListingStatus
from jishi.trade.shops.queries import get_standing
from jishi.trade.shops.types import BlockReason, SellingBlock

_NOTES = {
    BlockReason.DOCUMENT: gettext_noop("The shop lacks a document that this category asks for."),
    BlockReason.DEPOSIT: gettext_noop("The shop's deposit is short for this category."),
}


def review_selling_rights(*, shop_id: UUID) -> int:
    """Compare a shop's products with what it may sell; gives how many were moved.

    What the operator holds stays held; what this holds goes back on the shelf by itself once the
    shop has put things right. Raises NotFound.
    """
    require_transaction()
    standing = get_standing(shop_id)
    rows = Product.objects.select_for_update(no_key=True).filter(
        shop_id=shop_id, listing_status__in=(ListingStatus.LISTED, ListingStatus.HELD)
    )
    products = list(rows.order_by("id"))
    ours = _held_by_system([p for p in products if p.listing_status == ListingStatus.HELD])
    moved = 0
    for product in products:
        block = standing.find_block((product.category,))
        if block is not None and product.listing_status == ListingStatus.LISTED:
            _hold(product, block)
            moved += 1
        elif block is None and product.id in ours:
            _release(product)
            moved += 1
    return moved


def _held_by_system(held: list[Product]) -> set[UUID]:
    """Those of the held that were held here, by the last step of their listing."""
    if not held:
        return set()
    steps = ProductMove.objects.filter(product__in=held, machine="listing")
    last = steps.order_by("product_id", "-at", "-id").distinct("product_id")
    return {step.product_id for step in last if step.by == "system"}


def _hold(product: Product, block: SellingBlock) -> None:
    note = _NOTES[block.reason]
    move_product(actor=SYSTEM, product=product, target=ListingStatus.HELD, by="system", note=note)
    product.save()
    record(
        ProductDelisted(
            product_id=product.id, shop_id=product.shop_id, status=product.listing_status
        )
    )


def _release(product: Product) -> None:
    move_product(actor=SYSTEM, product=product, target=ListingStatus.LISTED, by="system")
    product.save()
    record(ProductListed(product_id=product.id, shop_id=product.shop_id))
