"""Stock, warehouses and their histories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WarehouseView:
    """Where a shop keeps goods, and the regions that are sent to from there first."""

    id: UUID
    shop_id: UUID
    name: str  # empty for the one that every shop begins with
    region: str
    serves: tuple[str, ...]
    position: int
    is_closed: bool
    unit_count: int = 0


@dataclass(frozen=True, slots=True)
class Allotment:
    """From which warehouse so many of a SKU are sent."""

    sku_id: UUID
    warehouse_id: UUID
    warehouse_name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class StockChangeView:
    """A line of a SKU's stock history."""

    sku_id: UUID
    warehouse_name: str
    delta: int
    reason: str
    reference: str
    actor_id: UUID | None
    at: datetime


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
    warehouse_id: UUID
    warehouse_name: str
    alert_at: int

    @property
    def available(self) -> int:
        """What can still be promised."""
        return self.on_hand - self.reserved

    @property
    def is_low(self) -> bool:
        """Whether so few are left that the shop wants to be told."""
        return self.available <= self.alert_at


@dataclass(frozen=True, slots=True)
class StockLine:
    """So many of one SKU."""

    sku_id: UUID
    quantity: int
