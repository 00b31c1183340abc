"""What crosses the doors of the catalog."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class ListingStatus(StrEnum):
    """Whether a product is on the shelf."""

    DRAFT = "draft"
    LISTED = "listed"
    DELISTED = "delisted"
    HELD = "held"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _LISTING_LABELS[self]


_LISTING_LABELS = {
    ListingStatus.DRAFT: _("Draft"),
    ListingStatus.LISTED: _("Listed"),
    ListingStatus.DELISTED: _("Taken off the shelf"),
    ListingStatus.HELD: _("Held by the market"),
    ListingStatus.DELETED: _("Deleted"),
}


class EditStatus(StrEnum):
    """Whether a product's newest words and pictures were looked at."""

    EDITING = "editing"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    PASSED = "passed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _EDIT_LABELS[self]


_EDIT_LABELS = {
    EditStatus.EDITING: _("Being edited"),
    EditStatus.IN_REVIEW: _("In review"),
    EditStatus.REJECTED: _("Sent back"),
    EditStatus.PASSED: _("Passed"),
}


class Promise(StrEnum):
    """What a shop promises with a product; machines keep it to its word."""

    RETURN_7D = "return_7d"
    DISPATCH_24H = "dispatch_24h"
    DISPATCH_48H = "dispatch_48h"
    DISPATCH_72H = "dispatch_72h"
    DAMAGE_COVER = "damage_cover"
    AUTHENTIC_X3 = "authentic_x3"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _PROMISES[self][0]

    @property
    def meaning(self) -> str:
        """What it means for the buyer, in English: a message to translate."""
        return _PROMISES[self][1]

    @property
    def dispatch_hours(self) -> int | None:
        """Hours to hand the parcel over, for a promise about that."""
        return {"dispatch_24h": 24, "dispatch_48h": 48, "dispatch_72h": 72}.get(self.value)


_PROMISES = {
    Promise.RETURN_7D: (_("7-day return"), _("Change your mind within 7 days; you post it back")),
    Promise.DISPATCH_24H: (_("Ships in 24 h"), _("Late? Cancel at once, full refund")),
    Promise.DISPATCH_48H: (_("Ships in 48 h"), _("Late? Cancel at once, full refund")),
    Promise.DISPATCH_72H: (_("Ships in 72 h"), _("Late? Cancel at once, full refund")),
    Promise.DAMAGE_COVER: (
        _("Damaged? Refunded"),
        _("Send a photo within 24 h of delivery"),
    ),
    Promise.AUTHENTIC_X3: (_("Genuine or ×3"), _("Not genuine? Three times the price back")),
}


class ProductOrder(StrEnum):
    """In what order a shelf stands."""

    POPULAR = "popular"
    NEW = "new"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class SkuInput:
    """One SKU as a merchant enters it; `stock` counts only for a SKU that is new."""

    code: str
    options: tuple[str, ...]  # one value for each of the product's option names
    price_minor: int
    list_price_minor: int | None = None
    stock: int = 0
    picture_key: str | None = None


@dataclass(frozen=True, slots=True)
class SkuView:
    """What can be bought: one choice of options with its price and what is left of it."""

    id: UUID
    product_id: UUID
    code: str
    options: tuple[tuple[str, str], ...]
    price_minor: int
    currency: str
    list_price_minor: int | None
    available: int
    picture_key: str | None

    @property
    def options_text(self) -> str:
        """The chosen values in one line."""
        return " · ".join(value for _name, value in self.options)


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product on a shelf. `price_minor` is that of its cheapest SKU."""

    id: UUID
    shop_id: UUID
    title: str
    picture_key: str
    price_minor: int
    list_price_minor: int | None
    currency: str
    status: ListingStatus
    is_buyable: bool  # listed, in an open shop; not whether anything is left
    sold_count: int
    available_total: int
    promises: tuple[Promise, ...]
    category: str
    listed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product on its own page: the card's fields and all the rest."""

    id: UUID
    shop_id: UUID
    title: str
    picture_key: str
    price_minor: int
    list_price_minor: int | None
    currency: str
    status: ListingStatus
    is_buyable: bool
    sold_count: int
    available_total: int
    promises: tuple[Promise, ...]
    category: str
    listed_at: datetime | None
    description: str
    pictures: tuple[str, ...]
    option_names: tuple[str, ...]
    skus: tuple[SkuView, ...]
    shop_name: str
    edit_status: EditStatus
    note: str  # why it is held, or why an edit was sent back
    has_pending_edit: bool
    updated_at: datetime

    @property
    def option_values(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each option's name with its values, in the order of the SKUs."""
        found: dict[str, dict[str, None]] = {name: {} for name in self.option_names}
        for sku in self.skus:
            for name, value in sku.options:
                found.setdefault(name, {})[value] = None
        return tuple((name, tuple(values)) for name, values in found.items())


@dataclass(frozen=True, slots=True)
class SkuOffer:
    """A SKU with what a cart or an order must know of its product and shop."""

    sku: SkuView
    title: str
    picture_key: str
    shop_id: UUID
    shop_name: str
    status: ListingStatus
    is_buyable: bool  # listed, SKU not retired, shop open; not whether enough is left
    promises: tuple[Promise, ...]
    category: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """What a shop has of a SKU: on the shelf, promised to unpaid checkouts, sold so far."""

    sku_id: UUID
    product_id: UUID
    title: str
    code: str
    options: tuple[tuple[str, str], ...]
    on_hand: int
    reserved: int
    sold: int

    @property
    def available(self) -> int:
        """What can still be promised."""
        return self.on_hand - self.reserved


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A department of the mall; `icon` is the name of a Lucide icon."""

    slug: str
    name_zh: str
    name_en: str
    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class StockLine:
    """So many of one SKU."""

    sku_id: UUID
    quantity: int
