"""A product can be found, is found by other words, or not any more."""

from __future__ import annotations

import math
from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_product
from jishi.traffic.search.actions._put import drop_document, put_document
from jishi.traffic.search.rules import LABEL, TEXT, TITLE
from jishi.traffic.search.types import Kind


def index_product(*, actor: Actor, product_id: UUID) -> bool:
    """Bring a product's row up to date; returns whether it can be found now."""
    try:
        product = get_product(product_id)
    except NotFound:
        product = None
    if product is None or not product.is_buyable:
        drop_document(product_id)
        return False
    options = " ".join(value for sku in product.skus for _, value in sku.options)
    put_document(
        Kind.PRODUCT,
        product.id,
        product.shop_id,
        product.title,
        [
            (TITLE, product.title),
            (LABEL, product.shop_name),
            (LABEL, product.category),
            (LABEL, options),
            (TEXT, product.description[:5000]),
        ],
        weight=math.log1p(product.sold_count),
    )
    return True
