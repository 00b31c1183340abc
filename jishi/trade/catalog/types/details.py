"""What is said of a product beyond title and pictures, and the tree that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jishi.trade.catalog.types.states import LimitPeriod


@dataclass(frozen=True, slots=True)
class PurchaseLimit:
    """How many of a product one person may buy in a period."""

    quantity: int
    period: LimitPeriod


class AttributeKind(StrEnum):
    """What an attribute's value is."""

    CHOICE = "choice"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class AttributeChoice:
    """One of the values that an attribute may have."""

    slug: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """A fact that products of a subcategory state; `unit` belongs to numbers."""

    key: str
    name_zh: str
    name_en: str
    kind: AttributeKind
    is_required: bool
    unit: str = ""
    choices: tuple[AttributeChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class SubcategoryView:
    """The second level of the tree: a kind of goods with what must be said of it."""

    slug: str
    name_zh: str
    name_en: str
    attributes: tuple[AttributeSpec, ...]


AttributeValue = str | int | float


class BlockKind(StrEnum):
    """A part of a product's detail."""

    TEXT = "text"
    PICTURE = "picture"
    TABLE = "table"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a product's detail: `text`, a picture's or video's `key`, or a table's rows."""

    kind: BlockKind
    heading: str = ""
    text: str = ""
    key: str = ""
    poster_key: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SizeChart:
    """Sizes as a table: the first column names the size, the others measure it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProductVideo:
    """A film of the product: keys of stored files."""

    key: str
    poster_key: str = ""
    duration_ms: int = 0


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """What a product is, beyond its title and pictures: given and kept as a whole."""

    subcategory: str = ""
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    size_chart: SizeChart | None = None
    video: ProductVideo | None = None
    ships_on: date | None = None
    limit: PurchaseLimit | None = None
    is_virtual: bool = False
    has_pickup: bool = False


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A department of the mall; `icon` is the name of a Lucide icon."""

    slug: str
    name_zh: str
    name_en: str
    icon: str
    count: int
    subcategories: tuple[SubcategoryView, ...] = ()


@dataclass(frozen=True, slots=True)
class EditChange:
    """What an edit changes: a field (or `sku`), as it sells and as it would."""

    field: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """The field's name in English: a message to translate."""
        return _FIELD_LABELS[self.field]


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


_FIELD_LABELS = {
    "title": _("Title"),
    "description": _("Description"),
    "category": _("Category"),
    "attributes": _("Facts"),
    "pictures": _("Pictures"),
    "video": _("Film"),
    "promises": _("Promises"),
    "options": _("Options"),
    "blocks": _("Detail"),
    "size_chart": _("Size chart"),
    "presale": _("Presale: ships from"),
    "limit": _("Purchase limit"),
    "virtual": _("Virtual goods"),
    "pickup": _("May be picked up"),
    "sku": _("SKU"),
}
