"""Give a SKU a new price."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._apply import set_lowest_price
from jishi.trade.catalog.actions._words import check_list_price, check_price
from jishi.trade.catalog.events import PriceChanged
from jishi.trade.catalog.models import Sku
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import ProductView
from jishi.trade.shops.queries import require_shop_role


def set_price(
    *, actor: Actor, sku_id: UUID, price_minor: int, list_price_minor: int | None = None
) -> ProductView:
    """Set the price in minor units and the crossed-out one (none when it is not given).

    Needs no review; orders that are placed keep their price. Raises PriceInvalid, NotAllowed,
    NotFound.
    """
    require_transaction()
    check_price(price_minor)
    check_list_price(list_price_minor)
    sku = Sku.objects.filter(id=sku_id).first()
    if sku is None:
        raise NotFound()
    product = lock_product(sku.product_id)
    require_shop_role(actor, product.shop_id)
    sku.refresh_from_db()  # as it is under the product's lock
    before = sku.price_minor
    sku.price_minor, sku.list_price_minor = price_minor, list_price_minor
    sku.save(update_fields=["price_minor", "list_price_minor"])
    on_sale = Sku.objects.filter(product_id=product.id, is_retired=False)
    prices = list(on_sale.values_list("price_minor", "list_price_minor"))
    if prices:
        set_lowest_price(product, prices)
    product.updated_at = clock.now()
    product.save(update_fields=["price_minor", "list_price_minor", "updated_at"])
    audit(
        actor=actor,
        action="set_price",
        subject_kind="sku",
        subject_id=sku.id,
        detail={"price_minor": price_minor, "before": before},
    )
    record(
        PriceChanged(
            sku_id=sku.id,
            product_id=product.id,
            price_minor=price_minor,
            price_before_minor=before,
        )
    )
    return load_product(product.id)
