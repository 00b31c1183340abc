"""Products, shops and what a search finds. Amounts are minor units of `currency`."""

from __future__ import annotations

from datetime import date, datetime
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
    weight_grams: int | None


class BlockOut(Strict):
    """A part of the detail."""

    kind: str
    heading: str
    text: str
    url: str | None
    rows: list[list[str]]


class SizeChartOut(Strict):
    """The first column names the size."""

    columns: list[str]
    rows: list[list[str]]
    note: str


class LimitOut(Strict):
    """How many one person may buy in a day, week or month."""

    quantity: int
    period: str


class DetailsOut(Strict):
    """What a product says of itself; `ships_on` is a presale's first day."""

    subcategory: str
    attributes: dict[str, str | int | float]
    blocks: list[BlockOut]
    size_chart: SizeChartOut | None
    video_url: str | None
    ships_on: date | None
    limit: LimitOut | None
    is_virtual: bool
    has_pickup: bool


class ProductOut(ProductCardOut):
    """A product with everything its page shows."""

    description: str
    picture_urls: list[str]
    option_names: list[str]
    skus: list[SkuOut]
    shop_name: str
    updated_at: datetime
    edit_status: str
    details: DetailsOut


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
