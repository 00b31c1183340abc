"""What a shop's programs send and get: products, stock, warehouses, imports, showcases."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jishi.surfaces.api.schemas.goods import ProductCardOut
from jishi.surfaces.api.schemas.parts import Strict
from jishi.trade.catalog.types import (
    AttributeKind,
    BlockKind,
    BulkKind,
    ImportStatus,
    LimitPeriod,
    RowFate,
)


class ChoiceOut(Strict):
    """One of the values of an attribute."""

    slug: str
    name_zh: str
    name_en: str


class AttributeOut(Strict):
    """A fact that goods of a kind state."""

    key: str
    name_zh: str
    name_en: str
    kind: AttributeKind
    is_required: bool
    unit: str
    choices: list[ChoiceOut]


class SubcategoryOut(Strict):
    """A kind of goods: the second level of the tree."""

    slug: str
    name_zh: str
    name_en: str
    attributes: list[AttributeOut]


class CategoryTreeOut(Strict):
    """A department with its kinds."""

    slug: str
    name_zh: str
    name_en: str
    subcategories: list[SubcategoryOut]


class BlockIn(Schema):
    """A part of the detail: `text`, a picture's or video's `key`, or `rows` of a table."""

    kind: BlockKind
    heading: str = ""
    text: str = ""
    key: str = ""
    rows: list[list[str]] = []


class SizeChartIn(Schema):
    """The first column names the size."""

    columns: list[str]
    rows: list[list[str]]
    note: str = ""


class LimitIn(Schema):
    """How many one person may buy in a day, week or month."""

    quantity: int
    period: LimitPeriod


class DetailsIn(Schema):
    """Details, as a whole: what is left out is taken away."""

    subcategory: str = ""
    attributes: dict[str, str | int | float] = {}
    blocks: list[BlockIn] = Field(default=[], max_length=40)
    size_chart: SizeChartIn | None = None
    ships_on: date | None = None
    limit: LimitIn | None = None
    is_virtual: bool = False
    has_pickup: bool = False


class SkuIn(Schema):
    """A SKU; `id` or `code` says which known one it changes, `stock` counts for a new one only."""

    id: UUID | None = None
    code: str
    options: list[str] = []
    price_minor: int
    list_price_minor: int | None = None
    stock: int = 0
    weight_grams: int | None = None
    picture_key: str | None = None


class ProductIn(Schema):
    """A new product: a draft until it is listed. `pictures` are keys of stored files."""

    title: str
    description: str = ""
    category: str
    pictures: list[str] = []
    promises: list[str] = []
    option_names: list[str] = []
    skus: list[SkuIn] = Field(max_length=100)
    details: DetailsIn | None = None


class ProductPatch(Schema):
    """What is given changes, the rest stays; SKUs, where given, are given whole."""

    title: str | None = None
    description: str | None = None
    category: str | None = None
    pictures: list[str] | None = None
    promises: list[str] | None = None
    option_names: list[str] | None = None
    skus: list[SkuIn] | None = None
    details: DetailsIn | None = None


class PriceIn(Schema):
    """A new price."""

    price_minor: int
    list_price_minor: int | None = None


class StockRowOut(Strict):
    """What lies of a SKU in one warehouse."""

    sku_id: UUID
    product_id: UUID
    title: str
    code: str
    warehouse_id: UUID
    warehouse_name: str
    on_hand: int
    reserved: int
    available: int
    sold: int
    alert_at: int
    is_low: bool


class CountIn(Schema):
    """Units counted (`on_hand`) or a difference (`delta`), and from which on to tell."""

    on_hand: int | None = None
    delta: int | None = None
    alert_at: int | None = None
    warehouse_id: UUID | None = None
    reason: str = "count"


class StockMoveIn(Schema):
    """Units carried from one warehouse to another."""

    source_id: UUID
    target_id: UUID
    quantity: int


class StockLevelOut(Strict):
    """What can be promised now."""

    sku_id: UUID
    available: int


class StockChangeOut(Strict):
    """What came or went other than by a sale."""

    warehouse_name: str
    delta: int
    reason: str
    reference: str
    at: datetime


class WarehouseIn(Schema):
    """A warehouse; `serves` are beginnings of the regions that are sent to from here first."""

    name: str
    region: str = ""
    serves: list[str] = []
    position: int = 0


class WarehouseOut(Strict):
    """A warehouse as it is."""

    id: UUID
    name: str
    region: str
    serves: list[str]
    position: int
    is_closed: bool
    unit_count: int


class ImportOut(Strict):
    """An import: how many rows of each fate, how many are done."""

    id: UUID
    filename: str
    status: ImportStatus
    counts: dict[str, int]
    done_count: int
    failed_count: int
    created_at: datetime
    finished_at: datetime | None


class CellProblemOut(Strict):
    """What is wrong with a cell."""

    column: str
    message: str


class ImportRowOut(Strict):
    """A row with its fate; `changes` are before and after by column."""

    number: int
    fate: RowFate
    title: str
    sku_code: str
    changes: dict[str, list[str]]
    problems: list[CellProblemOut]
    is_applied: bool
    failure: str


class BulkIn(Schema):
    """One change for many products."""

    product_ids: list[UUID] = Field(max_length=200)
    kind: BulkKind
    value: str | int = ""


class BulkOut(Strict):
    """What became of one of them; `code` says why it was refused."""

    product_id: UUID
    title: str
    is_done: bool
    code: str
    message: str


class ShowcaseItemOut(Strict):
    """A product in a showcase."""

    product: ProductCardOut
    is_pinned: bool
    is_hidden: bool


class ShowcaseIn(Schema):
    """Products to add, on top."""

    product_ids: list[UUID] = Field(max_length=200)


class ShowcaseOrderIn(Schema):
    """Products in their new order; those not named stay behind them."""

    order: list[UUID] = Field(max_length=200)


class ShowcaseSwitchIn(Schema):
    """Pinned, hidden: what is given changes."""

    is_pinned: bool | None = None
    is_hidden: bool | None = None
