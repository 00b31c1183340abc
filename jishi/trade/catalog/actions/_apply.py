"""Writing checked words and SKUs into a product's rows."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import first_warehouse
from jishi.trade.catalog.actions._words import Words
from jishi.trade.catalog.models import Product, Sku, Stock, StockChange
from jishi.trade.catalog.policies import LOW_STOCK
from jishi.trade.catalog.rules import lowest_price

WORD_FIELDS = ("title", "description", "category", "pictures", "promises", "option_names")
DETAIL_FIELDS = (
    "subcategory",
    "attributes",
    "blocks",
    "size_chart",
    "video",
    "ships_on",
    "limit_quantity",
    "limit_period",
    "is_virtual",
    "has_pickup",
)


def apply_words(product: Product, words: Words) -> None:
    """Take over the words; the caller saves."""
    for field in (*WORD_FIELDS, *DETAIL_FIELDS):
        if field in words:  # an edit that waited through an upgrade has no new fields
            setattr(product, field, words[field])


def apply_skus(actor: Actor, product: Product, skus: Sequence[Words]) -> None:
    """Make the product's SKUs these, matched by code: known ones keep their id and stock.

    A code that is left out is retired; one that comes back is on sale again. The product's
    lowest price follows; the caller saves the product.
    """
    known = {s.code: s for s in Sku.objects.filter(product_id=product.id)}
    fresh: list[tuple[Sku, int]] = []
    for position, entry in enumerate(skus):
        sku = known.pop(entry["code"], None)
        if sku is None:
            sku = Sku(product_id=product.id, code=entry["code"])
            fresh.append((sku, entry["stock"]))
        sku.options = entry["options"]
        sku.price_minor = entry["price_minor"]
        sku.list_price_minor = entry["list_price_minor"]
        sku.picture_key = entry["picture_key"]
        sku.weight_grams = entry.get("weight_grams")
        sku.position = position
        sku.is_retired = False
        if not fresh or fresh[-1][0] is not sku:
            sku.save()
    for gone in known.values():
        gone.is_retired = True
        gone.save(update_fields=["is_retired"])
    _add_skus(actor, product, fresh)
    set_lowest_price(product, [(s["price_minor"], s["list_price_minor"]) for s in skus])


def _add_skus(actor: Actor, product: Product, fresh: Sequence[tuple[Sku, int]]) -> None:
    if not fresh:
        return
    now, alert_at = clock.now(), LOW_STOCK.get()
    warehouse = first_warehouse(product.shop_id)
    Sku.objects.bulk_create([sku for sku, _ in fresh])
    Stock.objects.bulk_create(
        [
            Stock(
                sku_id=sku.id,
                warehouse_id=warehouse.id,
                product_id=product.id,
                on_hand=n,
                alert_at=alert_at,
            )
            for sku, n in fresh
        ]
    )
    StockChange.objects.bulk_create(
        [
            StockChange(
                sku_id=sku.id,
                warehouse_id=warehouse.id,
                delta=n,
                reason="first",
                actor_id=actor.person_id,
                at=now,
            )
            for sku, n in fresh
            if n
        ]
    )


def set_lowest_price(product: Product, prices: Sequence[tuple[int, int | None]]) -> None:
    """Keep the shelf's price; the caller saves."""
    product.price_minor, product.list_price_minor = lowest_price(prices)
