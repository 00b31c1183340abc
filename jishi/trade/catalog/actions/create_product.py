"""Enter a product."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._apply import apply_skus, apply_words
from jishi.trade.catalog.actions._details import check_details
from jishi.trade.catalog.actions._words import check_skus, check_words
from jishi.trade.catalog.models import Product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import ProductDetails, ProductView, SkuInput
from jishi.trade.shops.queries import require_shop_role


def create_product(
    *,
    actor: Actor,
    shop_id: UUID,
    title: str,
    description: str = "",
    category: str,
    pictures: Sequence[str] = (),
    promises: Sequence[str] = (),
    option_names: Sequence[str] = (),
    skus: Sequence[SkuInput],
    details: ProductDetails | None = None,
) -> ProductView:
    """Enter a product as a draft, with its SKUs and their first stock.

    `pictures` are keys of stored files, the first is the cover. Raises NotAllowed for people
    who do not work for the shop, and what is wrong with the first unfit value: PriceInvalid,
    QuantityInvalid, OptionsInvalid, SkuCodeTaken, CategoryUnknown,
    SubcategoryUnknown, AttributeInvalid, SizeChartInvalid, TextTooLong, InvalidInput. What its
    kind must say (AttributesMissing) is asked for when it is listed.
    """
    require_transaction()
    require_shop_role(actor, shop_id)
    words = check_words(
        title=title,
        description=description,
        category=category,
        pictures=pictures,
        promises=promises,
        option_names=option_names,
    )
    words |= check_details(details or ProductDetails(), words["category"])
    entries = check_skus(skus, words["option_names"])
    now = clock.now()
    product = Product(shop_id=shop_id, currency=settings.currency, created_at=now, updated_at=now)
    apply_words(product, words)
    product.price_minor = entries[0]["price_minor"]  # until its SKUs are there
    product.save(force_insert=True)
    apply_skus(actor, product, entries)
    product.save(update_fields=["price_minor", "list_price_minor"])
    audit(actor=actor, action="create_product", subject_kind="product", subject_id=product.id)
    return load_product(product.id)
