"""What a buyer fills in: addresses, carts, lines to order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jishi.trade.catalog.types import SkuView


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class CartProblem(StrEnum):
    """Why a line of a cart cannot be bought as it stands."""

    GONE = "gone"
    SOLD_OUT = "sold_out"
    SHORT = "short"

    @property
    def label(self) -> str:
        """Its meaning in English: a message to translate."""
        return _PROBLEM_LABELS[self]


_PROBLEM_LABELS = {
    CartProblem.GONE: _("No longer on sale"),
    CartProblem.SOLD_OUT: _("Sold out"),
    CartProblem.SHORT: _("Not that many left"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel goes; an order keeps its own copy."""

    name: str
    phone: str
    region: str
    street: str
    postcode: str = ""
    division: str = ""  # code of GB/T 2260, where it is known

    @property
    def line(self) -> str:
        """Region, street and postcode in one line."""
        return " ".join(part for part in (self.region, self.street, self.postcode) if part)


@dataclass(frozen=True, slots=True)
class AddressView:
    """An entry of somebody's address book."""

    id: UUID
    address: Address
    is_default: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a line came from; opaque to trade, kept for whoever is paid by it.

    `scene` is a short code (feed, live, mall, search, share, …), `channel` is `public` or
    `private`, `decision_id` names the allocator's decision that showed the content.
    """

    scene: str
    content_kind: str | None = None
    content_id: UUID | None = None
    creator_id: UUID | None = None
    share: str | None = None
    channel: str = "public"
    decision_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CartLineView:
    """So many of one SKU in a cart, with what is wrong with it now."""

    sku: SkuView
    title: str
    picture_key: str
    quantity: int
    shop_id: UUID
    total_minor: int
    problem: CartProblem | None
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class CartShopView:
    """The lines of one shop; the total counts those that can be bought."""

    shop_id: UUID
    shop_name: str
    lines: tuple[CartLineView, ...]
    total_minor: int


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart by shop, the shop added to last first; totals count what can be bought."""

    shops: tuple[CartShopView, ...]
    total_minor: int
    currency: str
    count: int  # lines, also those with a problem

    @property
    def lines(self) -> tuple[CartLineView, ...]:
        """All lines, by shop."""
        return tuple(line for shop in self.shops for line in shop.lines)


@dataclass(frozen=True, slots=True)
class OrderLineInput:
    """What a buyer orders; `expected_price_minor` is the price of one that they were shown."""

    sku_id: UUID
    quantity: int
    expected_price_minor: int
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class FlashOrder:
    """What a buyer orders in a flash sale; the sum due is the one that they were shown."""

    buyer_id: UUID
    address_id: UUID
    quantity: int
    expected_payable_minor: int
    idempotency_key: str
    provider: str = "sandbox"
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class FlashPlaced:
    """What became of it: the checkout and its payment, or the code of what refuses it."""

    checkout_id: UUID | None = None
    payment_id: UUID | None = None
    error: str = ""
