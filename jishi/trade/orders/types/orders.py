"""Checkouts and orders as their doors hand them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.catalog.types import Promise
from jishi.trade.orders.types.buying import Address, Attribution
from jishi.trade.orders.types.states import (
    BuyerWord,
    CheckoutStatus,
    FulfilmentStatus,
    Otherwise,
    StepAction,
)
from jishi.trade.promotions.types import Adjustment
from jishi.trade.shipping.types import DeliveryMethod, FreightPart, PickupPoint


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


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
    "ready": _("Ready to be fetched"),
    "shipped": _("Shipped"),
    "parcel": _("Parcel"),
    "rest": _("The rest is being packed"),
    "delivered": _("Delivered"),
    "received": _("Receipt confirmed"),
    "cancelled": _("Cancelled"),
    "refunded": _("Refunded"),
}


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line with what was promised and paid when it was ordered.

    `total_minor` is its gross; less both discounts it is `payable_minor`, what the buyer pays.
    `adjustments` say what took how much off, and at whose cost.
    """

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
    shop_discount_minor: int
    platform_discount_minor: int
    payable_minor: int
    adjustments: tuple[Adjustment, ...]
    refunded_quantity: int = 0
    refunded_minor: int = 0
    shipped_quantity: int = 0
    cancelled_quantity: int = 0

    @property
    def left_quantity(self) -> int:
        """Pieces that are still to be shipped."""
        return self.quantity - self.shipped_quantity - self.cancelled_quantity

    @property
    def options_text(self) -> str:
        """The chosen values in one line."""
        return " · ".join(value for _name, value in self.options)


@dataclass(frozen=True, slots=True)
class LineRefund:
    """So many of a line that are given back, and what the buyer gets for them."""

    line_id: UUID
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PackageView:
    """A parcel on its way."""

    id: UUID
    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None
    number: int = 1
    shipment_id: UUID | None = None
    contents: tuple[tuple[UUID, int], ...] = ()  # line ids with quantities

    @property
    def count(self) -> int:
        """Pieces in it."""
        return sum(quantity for _line, quantity in self.contents)


@dataclass(frozen=True, slots=True)
class OrderView:
    """One shop's part of a checkout, with its way and what may happen next.

    Times and deadlines that have not come are None. `total_minor` is the gross of the lines;
    `payable_minor` is what the buyer pays: without discounts, with freight. `refund_minor` is
    what goes back to the buyer; `refunded_at` says that it has arrived.
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
    freight_minor: int
    payable_minor: int
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
    delivery: DeliveryMethod = DeliveryMethod.PARCEL
    pickup: PickupPoint | None = None
    freight_parts: tuple[FreightPart, ...] = ()
    urge_count: int = 0
    urged_at: datetime | None = None
    is_hidden: bool = False  # its buyer does not want to see it in lists
    next_steps: tuple[NextStep, ...] = ()
    timeline: tuple[TimelineNode, ...] = ()

    @property
    def expected_step(self) -> NextStep | None:
        """The step the order waits for, or None at the end of its way."""
        return next((step for step in self.next_steps if step.is_expected), None)

    @property
    def shop_discount_minor(self) -> int:
        """What the shop takes off all lines."""
        return sum(line.shop_discount_minor for line in self.lines)

    @property
    def platform_discount_minor(self) -> int:
        """What the market takes off all lines and pays itself."""
        return sum(line.platform_discount_minor for line in self.lines)

    @property
    def escrow_minor(self) -> int:
        """What is held for the order once it is paid: the buyer's money and the market's part."""
        return self.payable_minor + self.platform_discount_minor

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
    payable_minor: int
    currency: str
    expires_at: datetime
    created_at: datetime
    payment_id: UUID | None
    orders: tuple[OrderView, ...]
