"""Writing checked words and SKUs into a product's rows."""

from __future__ import annotations

from collections.abc import Sequence

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._words import Words
from jishi.trade.catalog.models import Product, Sku, Stock, StockChange
from jishi.trade.catalog.rules import lowest_price

WORD_FIELDS = ("title", "description", "category", "pictures", "promises", "option_names")


def apply_words(product: Product, words: Words) -> None:
    """Take over the words; the caller saves."""
    for field in WORD_FIELDS:
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
    now = clock.now()
    Sku.objects.bulk_create([sku for sku, _ in fresh])
    Stock.objects.bulk_create(
        [Stock(sku_id=sku.id, product_id=product.id, on_hand=n) for sku, n in fresh]
    )
    StockChange.objects.bulk_create(
        [
            StockChange(sku_id=sku.id, delta=n, reason="first", actor_id=actor.person_id, at=now)
            for sku, n in fresh
            if n
        ]
    )


def set_lowest_price(product: Product, prices: Sequence[tuple[int, int | None]]) -> None:
    """Keep the shelf's price; the caller saves."""
    product.price_minor, product.list_price_minor = lowest_price(prices)
