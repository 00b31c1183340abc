"""Products for tests, made by the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from jishi.trade.catalog.actions.create_product import create_product
from jishi.trade.catalog.actions.list_product import list_product
from jishi.trade.catalog.models import Reservation, Stock
from jishi.trade.catalog.rules import CATEGORIES
from jishi.trade.catalog.types import AttributeValue, ProductDetails, ProductView, SkuInput
from jishi.trade.shops.factories import make_shop, owner_of
from jishi.trade.shops.types import ShopCard

_numbers = count(1)


def make_draft(shop: ShopCard | None = None, **values: Any) -> ProductView:
    """A draft of one SKU: 45.90 and ten in stock, unless `price_minor`, `stock`, `skus` say."""
    shop = shop or make_shop()
    sku = SkuInput(
        code="only",
        options=(),
        price_minor=values.pop("price_minor", 4590),
        stock=values.pop("stock", 10),
    )
    values = {
        "title": f"Product {next(_numbers)}",
        "description": "Ripened on the tree.",
        "category": "fruit",
        "pictures": ["demo/mango.webp"],
        "promises": ["return_7d", "dispatch_48h"],
        "skus": [sku],
    } | values
    values.setdefault("details", fit_details(values["category"]))
    with transaction.atomic():
        return create_product(actor=owner_of(shop), shop_id=shop.id, **values)


def fit_details(category: str, **values: Any) -> ProductDetails:
    """Details that say what the first kind of goods of a category must say."""
    known = {c.slug: c.subcategories[0] for c in CATEGORIES}
    kind = known.get(category, known["fruit"])
    said: dict[str, AttributeValue] = {}
    for spec in kind.attributes:
        if spec.is_required:
            plain: dict[str, AttributeValue] = {"number": 500, "date": "2026-11-01"}
            fit = plain.get(spec.kind, "Yunling")
            said[spec.key] = spec.choices[0].slug if spec.choices else fit
    return ProductDetails(**{"subcategory": kind.slug, "attributes": said} | values)


def make_product(shop: ShopCard | None = None, **values: Any) -> ProductView:
    """A listed product, as `make_draft`."""
    shop = shop or make_shop()
    draft = make_draft(shop, **values)
    with transaction.atomic():
        return list_product(actor=owner_of(shop), product_id=draft.id)


def two_sizes(stock: int = 10) -> dict[str, Any]:
    """Values for a product with two sizes."""
    return {
        "option_names": ["Size"],
        "skus": [
            SkuInput("M", ("Medium",), 4590, 5800, stock),
            SkuInput("L", ("Large",), 6990, None, stock),
        ],
    }


@dataclass(frozen=True)
class Levels:
    """What a stock row holds."""

    on_hand: int
    reserved: int
    sold: int


def stock_of(sku_id: UUID) -> Levels:
    """The stock of a SKU, as it is, in all its warehouses."""
    rows = Stock.objects.filter(sku_id=sku_id).values_list("on_hand", "reserved", "sold")
    return Levels(*(sum(column) for column in zip(*rows, strict=True)))


def reservations() -> list[str]:
    """The states of all reservations."""
    return list(Reservation.objects.order_by("id").values_list("status", flat=True))
