"""Products, SKUs and offers as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jishi.trade.catalog.types.details import ProductDetails, PurchaseLimit
from jishi.trade.catalog.types.states import EditStatus, ListingStatus, Promise


@dataclass(frozen=True, slots=True)
class SkuInput:
    """One SKU as a merchant enters it; `stock` counts only for a SKU that is new."""

    code: str
    options: tuple[str, ...]  # one value for each of the product's option names
    price_minor: int
    list_price_minor: int | None = None
    stock: int = 0
    picture_key: str | None = None
    weight_grams: int | None = None
    id: UUID | None = None  # of the SKU it changes; without it the code says which


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
    weight_grams: int | None = None

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
    details: ProductDetails

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
    subcategory: str
    stock_sku_id: UUID  # whose stock is sold: what `reserve_stock` is asked for
    ships_on: date | None  # presale: nothing is sent before this day
    limit: PurchaseLimit | None
    is_virtual: bool
    has_pickup: bool
