"""What crosses the doors of orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.catalog.types import Promise, SkuView

CHECKOUT_PREFIX = "checkout"  # of the references under which payments and stock know a checkout


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class CheckoutStatus(StrEnum):
    """Whether the money of a checkout, and so of its orders, has come."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _CHECKOUT_LABELS[self]


_CHECKOUT_LABELS = {
    CheckoutStatus.PENDING: _("Waiting for payment"),
    CheckoutStatus.PAID: _("Paid"),
    CheckoutStatus.CLOSED: _("Closed without payment"),
}


class FulfilmentStatus(StrEnum):
    """Where the goods of an order are."""

    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _FULFILMENT_LABELS[self]


_FULFILMENT_LABELS = {
    FulfilmentStatus.TO_SHIP: _("Being packed"),
    FulfilmentStatus.SHIPPED: _("Shipped"),
    FulfilmentStatus.DELIVERED: _("Delivered"),
    FulfilmentStatus.RECEIVED: _("Received"),
    FulfilmentStatus.CANCELLED: _("Cancelled"),
}


class BuyerWord(StrEnum):
    """The one word a buyer reads: a function of the order's axes, never stored."""

    TO_PAY = "to_pay"
    TO_SHIP = "to_ship"
    TO_RECEIVE = "to_receive"
    RECEIVED = "received"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _WORD_LABELS[self]


_WORD_LABELS = {
    BuyerWord.TO_PAY: _("To pay"),
    BuyerWord.TO_SHIP: _("To be shipped"),
    BuyerWord.TO_RECEIVE: _("To receive"),
    BuyerWord.RECEIVED: _("Completed"),
    BuyerWord.REFUNDING: _("Being refunded"),
    BuyerWord.REFUNDED: _("Refunded"),
    BuyerWord.CANCELLED: _("Cancelled"),
}


class DeskTab(StrEnum):
    """The heaps into which a shop's desk sorts its orders."""

    TO_PAY = "to_pay"
    TO_SHIP = "to_ship"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _TAB_LABELS[self]


_TAB_LABELS = {
    DeskTab.TO_PAY: _("Waiting for payment"),
    DeskTab.TO_SHIP: _("To ship"),
    DeskTab.SHIPPED: _("Shipped"),
    DeskTab.DELIVERED: _("Delivered"),
    DeskTab.RECEIVED: _("Received"),
    DeskTab.CANCELLED: _("Cancelled"),
}


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
class OrderLineView:
    """A line with what was promised and paid when it was ordered."""

    id: UUID
    sku_id: UUID
    product_id: UUID
    title: str
    options: tuple[tuple[str, str], ...]
    picture_key: str
    quantity: int
    price_minor: int
    list_price_minor: int | None
    total_minor: int
    promises: tuple[Promise, ...]
    attribution: Attribution | None

    @property
    def options_text(self) -> str:
        """The chosen values in one line."""
        return " · ".join(value for _name, value in self.options)


@dataclass(frozen=True, slots=True)
class PackageView:
    """A parcel on its way."""

    id: UUID
    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What may happen next, by whom, until when, and what happens otherwise.

    `by` are roles (buyer, merchant, operator, system). The one step with `is_expected` is the
    one the order waits for. `otherwise` is an Otherwise, or None when nothing happens by itself.
    """

    action: StepAction
    by: tuple[str, ...]
    until: datetime | None
    otherwise: Otherwise | None
    is_expected: bool = False
    is_late: bool = False


class StepAction(StrEnum):
    """What somebody may do with an order; each is an action of this room but `pay`."""

    PAY = "pay"
    SHIP = "ship"
    CANCEL = "cancel"
    CONFIRM_DELIVERY = "confirm_delivery"
    RECEIVE = "receive"
    EXTEND_RECEIPT = "extend_receipt"

    @property
    def label(self) -> str:
        """The words on its button, in English: a message to translate."""
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    StepAction.PAY: _("Pay"),
    StepAction.SHIP: _("Ship"),
    StepAction.CANCEL: _("Cancel order"),
    StepAction.CONFIRM_DELIVERY: _("Confirm delivery"),
    StepAction.RECEIVE: _("Confirm receipt"),
    StepAction.EXTEND_RECEIPT: _("Extend by 3 days"),
}


class Otherwise(StrEnum):
    """What happens by itself when a deadline passes."""

    CHECKOUT_CLOSES = "checkout_closes"
    BUYER_MAY_CANCEL = "buyer_may_cancel"
    CANCELLED_WITH_REFUND = "cancelled_with_refund"
    RECEIVED_BY_ITSELF = "received_by_itself"

    @property
    def label(self) -> str:
        """The same in an English sentence: a message to translate."""
        return _OTHERWISE_LABELS[self]


_OTHERWISE_LABELS = {
    Otherwise.CHECKOUT_CLOSES: _("the order closes and the goods go back on the shelf"),
    Otherwise.BUYER_MAY_CANCEL: _("the buyer may cancel at once for a full refund"),
    Otherwise.CANCELLED_WITH_REFUND: _("the order is cancelled and refunded in full"),
    Otherwise.RECEIVED_BY_ITSELF: _("the order counts as received"),
}


class NodeState(StrEnum):
    """How a node of a time line is drawn."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class TimelineNode:
    """One stop on an order's way: `at` when it happened, `until` when it is due at the latest.

    `detail` holds facts to show beside it (carrier, tracking_number, reason, by).
    """

    code: str
    state: NodeState
    at: datetime | None = None
    until: datetime | None = None
    detail: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        """Its name in English: a message to translate."""
        return _NODE_TITLES[self.code]


_NODE_TITLES = {
    "placed": _("Order placed"),
    "paid": _("Paid"),
    "packing": _("Being packed"),
    "shipped": _("Shipped"),
    "delivered": _("Delivered"),
    "received": _("Receipt confirmed"),
    "cancelled": _("Cancelled"),
    "refunded": _("Refunded"),
}


@dataclass(frozen=True, slots=True)
class OrderView:
    """One shop's part of a checkout, with its way and what may happen next.

    Times and deadlines that have not come are None. `refund_minor` is what goes back to the
    buyer; `refunded_at` says that it has arrived.
    """

    id: UUID
    number: str
    checkout_id: UUID
    payment_id: UUID | None
    shop_id: UUID
    shop_name: str
    buyer_id: UUID
    lines: tuple[OrderLineView, ...]
    total_minor: int
    currency: str
    payment_status: CheckoutStatus
    fulfilment_status: FulfilmentStatus
    word: BuyerWord
    address: Address
    note: str
    packages: tuple[PackageView, ...]
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    received_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: str
    cancel_reason: str
    pay_by: datetime
    ship_by: datetime | None
    cancel_by: datetime | None
    receive_by: datetime | None
    is_receipt_extended: bool
    is_overdue: bool
    refund_minor: int
    refunded_at: datetime | None
    next_steps: tuple[NextStep, ...] = ()
    timeline: tuple[TimelineNode, ...] = ()

    @property
    def expected_step(self) -> NextStep | None:
        """The step the order waits for, or None at the end of its way."""
        return next((step for step in self.next_steps if step.is_expected), None)

    @property
    def count(self) -> int:
        """Units of all lines."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """One payment for orders of one or more shops."""

    id: UUID
    buyer_id: UUID
    status: CheckoutStatus
    total_minor: int
    currency: str
    expires_at: datetime
    created_at: datetime
    payment_id: UUID | None
    orders: tuple[OrderView, ...]
