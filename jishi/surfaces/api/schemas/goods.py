"""Products, shops and what a search finds. Amounts are minor units of `currency`."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.surfaces.api.schemas.parts import Strict


class ProductCardOut(Strict):
    """A product on a shelf; the price is that of its cheapest SKU."""

    id: UUID
    shop_id: UUID
    title: str
    picture_url: str | None
    price_minor: int
    list_price_minor: int | None
    currency: str
    status: str
    is_buyable: bool
    sold_count: int
    available: int
    promises: list[str]
    category: str
    listed_at: datetime | None


class SkuOut(Strict):
    """One choice of options."""

    id: UUID
    code: str
    options: dict[str, str]
    price_minor: int
    list_price_minor: int | None
    currency: str
    available: int
    picture_url: str | None


class ProductOut(ProductCardOut):
    """A product with everything its page shows."""

    description: str
    picture_urls: list[str]
    option_names: list[str]
    skus: list[SkuOut]
    shop_name: str
    updated_at: datetime


class ShopOut(Strict):
    """A shop as anybody may see it."""

    id: UUID
    name: str
    status: str
    region: str
    about: str
    logo_url: str | None
    opened_at: datetime | None


class SearchOut(Strict):
    """Ids of what words find, best first."""

    products: list[UUID]
    posts: list[UUID]
    shops: list[UUID]
