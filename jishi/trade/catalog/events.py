"""Facts about products and stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductListed(Event):
    """A product came onto the shelf."""

    NAME: ClassVar[str] = "catalog.product_listed"
    product_id: UUID
    shop_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Event):
    """A product's words, pictures, options or promises changed."""

    NAME: ClassVar[str] = "catalog.product_changed"
    product_id: UUID
    shop_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProductDelisted(Event):
    """A product left the shelf: by its shop, held by the market, or deleted (`status` says)."""

    NAME: ClassVar[str] = "catalog.product_delisted"
    product_id: UUID
    shop_id: UUID
    status: str


@dataclass(frozen=True, kw_only=True)
class EditSubmitted(Event):
    """A product's edit waits for the operator."""

    NAME: ClassVar[str] = "catalog.edit_submitted"
    product_id: UUID
    shop_id: UUID


@dataclass(frozen=True, kw_only=True)
class EditJudged(Event):
    """The operator passed an edit or sent it back."""

    NAME: ClassVar[str] = "catalog.edit_judged"
    product_id: UUID
    shop_id: UUID
    passed: bool
    note: str


@dataclass(frozen=True, kw_only=True)
class StockChanged(Event):
    """A shop counted its stock, or goods came back; not told for every sale."""

    NAME: ClassVar[str] = "catalog.stock_changed"
    sku_id: UUID
    product_id: UUID
    available: int


@dataclass(frozen=True, kw_only=True)
class PriceChanged(Event):
    """A SKU has a new price."""

    NAME: ClassVar[str] = "catalog.price_changed"
    sku_id: UUID
    product_id: UUID
    price_minor: int
    price_before_minor: int


@dataclass(frozen=True, kw_only=True)
class StockLow(Event):
    """No more of a SKU is left in a warehouse than the shop wants to be told of."""

    NAME: ClassVar[str] = "catalog.stock_low"
    sku_id: UUID
    product_id: UUID
    warehouse_id: UUID
    available: int


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Event):
    """All rows of an import were tried."""

    NAME: ClassVar[str] = "catalog.import_finished"
    import_id: UUID
    shop_id: UUID
    done_count: int
    failed_count: int


@dataclass(frozen=True, kw_only=True)
class ShowcaseChanged(Event):
    """A person's or a shop's showcase has other goods, or another order."""

    NAME: ClassVar[str] = "catalog.showcase_changed"
    owner_kind: str
    owner_id: UUID
