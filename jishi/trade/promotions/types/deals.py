"""Prices for a time or under a condition: flash sales, bundles, group purchases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.promotions.types.quotes import Kind


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class DealStatus(StrEnum):
    """Whether an offer of a shop stands; its times say when it runs."""

    LIVE = "live"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DEALS[self]


_DEALS = {DealStatus.LIVE: _("Running"), DealStatus.STOPPED: _("Stopped")}


class BundleKind(StrEnum):
    """What must be in the basket for a bundle's price."""

    TOGETHER = "together"
    ANY_N = "any_n"

    @property
    def label(self) -> str:
        """Its meaning in English: a message to translate."""
        return _BUNDLES[self]


_BUNDLES = {
    BundleKind.TOGETHER: _("One of each, together"),
    BundleKind.ANY_N: _("Any so many of them"),
}


class GroupStatus(StrEnum):
    """Whether enough people have joined a group."""

    OPEN = "open"
    FORMED = "formed"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _GROUPS[self]


_GROUPS = {
    GroupStatus.OPEN: _("Waiting for more people"),
    GroupStatus.FORMED: _("Complete"),
    GroupStatus.FAILED: _("Not complete in time"),
}


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """A price of one unit of a SKU for this buyer, instead of the shop's; `left` units of it."""

    kind: Kind
    promotion_id: UUID
    title: str
    price_minor: int
    left: int


@dataclass(frozen=True, slots=True)
class BundleInput:
    """A bundle as its shop enters it: so much for one of each, or for any `count` of them."""

    title: str
    kind: BundleKind
    product_ids: tuple[UUID, ...]
    price_minor: int
    starts_at: datetime
    ends_at: datetime
    count: int = 0


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle of a shop."""

    id: UUID
    shop_id: UUID
    title: str
    kind: BundleKind
    product_ids: tuple[UUID, ...]
    count: int
    price_minor: int
    starts_at: datetime
    ends_at: datetime
    status: DealStatus


@dataclass(frozen=True, slots=True)
class FlashGoods:
    """What a shop puts into a flash sale."""

    sku_id: UUID
    price_minor: int
    quantity: int
    per_person: int = 1


@dataclass(frozen=True, slots=True)
class FlashItemView:
    """A SKU in a flash sale; `left` is what the sale may still sell, never made up."""

    id: UUID
    sale_id: UUID
    sku_id: UUID
    product_id: UUID
    price_minor: int
    quantity: int
    taken: int
    per_person: int
    starts_at: datetime
    ends_at: datetime
    sale_title: str

    @property
    def left(self) -> int:
        """Units of the sale that nobody has taken."""
        return self.quantity - self.taken


@dataclass(frozen=True, slots=True)
class FlashSaleView:
    """A flash sale of a shop with its goods."""

    id: UUID
    shop_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    status: DealStatus
    items: tuple[FlashItemView, ...]


@dataclass(frozen=True, slots=True)
class FlashWish:
    """Somebody wants so many of a flash item, under a reference."""

    person_id: UUID
    quantity: int
    reference: str


@dataclass(frozen=True, slots=True)
class FlashVerdict:
    """How many of what is wished for may be had: the indices granted, and what refuses others."""

    item: FlashItemView
    granted: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]  # (index, error code)


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A buyer wants the price of a group deal, in a group or (without one) in a new one."""

    deal_id: UUID
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GroupDealView:
    """A price that `size` people get who buy together within `hours`."""

    id: UUID
    shop_id: UUID
    sku_id: UUID
    product_id: UUID
    price_minor: int
    size: int
    hours: int
    per_person: int
    starts_at: datetime
    ends_at: datetime
    status: DealStatus


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group: who opened it, who has paid, until when it must be complete."""

    id: UUID
    deal: GroupDealView
    opener_id: UUID
    status: GroupStatus
    deadline: datetime
    paid_ids: tuple[UUID, ...]  # people who have paid, in the order in which they did
    waiting_count: int  # places held by orders that are not paid yet

    @property
    def missing(self) -> int:
        """How many more people must pay."""
        return max(0, self.deal.size - len(self.paid_ids))

    @property
    def has_room(self) -> bool:
        """Whether somebody can still join."""
        return len(self.paid_ids) + self.waiting_count < self.deal.size
