"""Facts about checkouts and orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PaidLine:
    """A line of a paid order; `attribution` is as the buyer's surface gave it.

    The buyer pays `payable_minor`: `total_minor` less what shop and market take off.
    """

    line_id: UUID
    sku_id: UUID
    product_id: UUID
    quantity: int
    total_minor: int
    shop_discount_minor: int
    platform_discount_minor: int
    payable_minor: int
    attribution: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """A buyer ordered from a shop and has not paid yet."""

    NAME: ClassVar[str] = "orders.order_placed"
    order_id: UUID
    checkout_id: UUID
    shop_id: UUID
    buyer_id: UUID
    total_minor: int
    payable_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderPaid(Event):
    """An order's money is in escrow; the shop is to ship by `ship_by`.

    The buyer paid `payable_minor`; `escrow_minor` is that and what the market pays for the buyer.
    """

    NAME: ClassVar[str] = "orders.order_paid"
    order_id: UUID
    checkout_id: UUID
    payment_id: UUID
    shop_id: UUID
    buyer_id: UUID
    total_minor: int
    shop_discount_minor: int
    platform_discount_minor: int
    freight_minor: int
    payable_minor: int
    escrow_minor: int
    currency: str
    paid_at: datetime
    ship_by: datetime
    lines: tuple[PaidLine, ...]


@dataclass(frozen=True, kw_only=True)
class CheckoutClosed(Event):
    """A checkout ended without payment; its stock went back."""

    NAME: ClassVar[str] = "orders.checkout_closed"
    checkout_id: UUID
    buyer_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class DispatchOverdue(Event):
    """A shop did not ship by the time it promised."""

    NAME: ClassVar[str] = "orders.dispatch_overdue"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    ship_by: datetime


@dataclass(frozen=True, kw_only=True)
class OrderShipped(Event):
    """A parcel is on its way."""

    NAME: ClassVar[str] = "orders.order_shipped"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    carrier: str
    tracking_number: str
    package_id: UUID
    is_whole: bool  # nothing is left to ship
    receive_by: datetime | None


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(Event):
    """A parcel reached the buyer's door."""

    NAME: ClassVar[str] = "orders.order_delivered"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    receive_by: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiptExtended(Event):
    """A buyer asked for more time to look at the goods."""

    NAME: ClassVar[str] = "orders.receipt_extended"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    receive_by: datetime


@dataclass(frozen=True, kw_only=True)
class OrderReceived(Event):
    """The buyer has the goods: said so, or let the time pass (`by` is `buyer` or `system`)."""

    NAME: ClassVar[str] = "orders.order_received"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    received_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """An order ended before it was shipped; `refunded_minor` is zero for one never paid."""

    NAME: ClassVar[str] = "orders.order_cancelled"
    order_id: UUID
    checkout_id: UUID
    shop_id: UUID
    buyer_id: UUID
    refunded_minor: int
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class VirtualOrderPaid(Event):
    """Goods that are delivered online are paid: they go out now."""

    NAME: ClassVar[str] = "orders.virtual_order_paid"
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class RestGivenUp(Event):
    """What was not shipped of an order will not be; its money goes back."""

    NAME: ClassVar[str] = "orders.rest_given_up"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    refunded_minor: int
    by: str


@dataclass(frozen=True, kw_only=True)
class ShippingUrged(Event):
    """A buyer asked a shop to ship soon."""

    NAME: ClassVar[str] = "orders.shipping_urged"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class LateCompensated(Event):
    """A buyer got money because a shop did not ship in time."""

    NAME: ClassVar[str] = "orders.late_compensated"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(Event):
    """A buyer wants an order sent elsewhere."""

    NAME: ClassVar[str] = "orders.address_change_asked"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    answer_by: datetime


@dataclass(frozen=True, kw_only=True)
class AddressChangeAnswered(Event):
    """A wish to have an order sent elsewhere is answered (`status`: accepted, refused …)."""

    NAME: ClassVar[str] = "orders.address_change_answered"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    status: str


@dataclass(frozen=True, kw_only=True)
class InvoiceRequested(Event):
    """A buyer wants an invoice."""

    NAME: ClassVar[str] = "orders.invoice_requested"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """A shop wrote an invoice."""

    NAME: ClassVar[str] = "orders.invoice_issued"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    number: str
