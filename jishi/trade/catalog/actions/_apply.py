"""Writing checked words and SKUs into a product's rows."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._stock import first_warehouse
from jishi.trade.catalog.actions._words import Words
from jishi.trade.catalog.models import Product, Sku, Stock, StockChange
from jishi.trade.catalog.policies import LOW_STOCK
from jishi.trade.catalog.queries.rows import DETAIL_FIELDS
from jishi.trade.catalog.rules import lowest_price

WORD_FIELDS = ("title", "description", "category", "pictures", "promises", "option_names")


def apply_words(product: Product, words: Words) -> None:
    """Take over the words; the caller saves."""
    for field in (*WORD_FIELDS, *DETAIL_FIELDS):
        if field in words:  # an edit that waited through an upgrade has no new fields
            setattr(product, field, words[field])


def apply_skus(actor: Actor, product: Product, skus: Sequence[Words]) -> None:
    """Make the product's SKUs these, known by id or code: known ones keep their id and stock.

    What is left out is retired; a code that comes back is on sale again. The product's lowest
    price follows; the caller saves the product. Raises SkuCodeTaken.
    """
    rows = list(Sku.objects.filter(product_id=product.id))
    by_id, by_code = {str(s.id): s for s in rows}, {s.code: s for s in rows}
    named = {entry["id"] for entry in skus if entry.get("id") in by_id}
    fresh: list[tuple[Sku, int]] = []
    used: set[UUID] = set()
    changed: list[Sku] = []
    for position, entry in enumerate(skus):
        same = by_code.get(entry["code"])
        if same is not None and str(same.id) in named:
            same = None  # another entry says that it is this SKU
        sku = by_id.get(entry.get("id") or "") or same
        if sku is None or sku.id in used:
            sku = Sku(product_id=product.id)
            fresh.append((sku, entry["stock"]))
        else:
            changed.append(sku)
        used.add(sku.id)
        sku.code = entry["code"]
        sku.options = entry["options"]
        sku.price_minor = entry["price_minor"]
        sku.list_price_minor = entry["list_price_minor"]
        sku.picture_key = entry["picture_key"]
        sku.weight_grams = entry.get("weight_grams")
        sku.position = position
        sku.is_retired = False
    _retire([row for row in rows if row.id not in used], {entry["code"] for entry in skus})
    for sku in changed:  # codes may change places: the constraint waits for the end
        sku.save()
    _add_skus(actor, product, fresh)
    set_lowest_price(product, [(s["price_minor"], s["list_price_minor"]) for s in skus])


def _retire(gone: Sequence[Sku], codes: set[str]) -> None:
    """Off the shelf for good; a code that another SKU takes now is marked as an old one's."""
    for sku in gone:
        if sku.is_retired and sku.code not in codes:
            continue
        sku.is_retired = True
        if sku.code in codes:
            sku.code = f"{sku.code[:31]}~{sku.id.hex[-8:]}"
        sku.save(update_fields=["is_retired", "code"])


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
