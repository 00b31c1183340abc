"""Carts, addresses, checkouts and orders. Amounts are minor units of `currency`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict

Quantity = Annotated[int, Field(ge=1, le=9999)]
Short = Annotated[str, Field(max_length=200)]


class AttributionIn(Strict):
    """Where a line came from; kept for whoever is paid by it."""

    scene: Annotated[str, Field(max_length=20)] = "api"
    content_kind: Annotated[str, Field(max_length=20)] | None = None
    content_id: UUID | None = None
    decision_id: UUID | None = None


class OrderLineIn(Strict):
    """So many of one SKU at the price of one that was shown."""

    sku_id: UUID
    quantity: Quantity
    expected_price_minor: Annotated[int, Field(ge=0, le=2**53)]
    attribution: AttributionIn | None = None


class OrderIn(Strict):
    """What to order and where to send it; `notes` by shop id."""

    lines: Annotated[list[OrderLineIn], Field(min_length=1, max_length=50)]
    address_id: UUID
    notes: dict[UUID, Short] = {}
    provider: Annotated[str, Field(max_length=20)] | None = None


class CartLineIn(Strict):
    """So many of one SKU; 0 takes it out."""

    quantity: Annotated[int, Field(ge=0, le=9999)]


class CartAddIn(Strict):
    """So many more of one SKU."""

    quantity: Quantity = 1
    attribution: AttributionIn | None = None


class CancelIn(Strict):
    """Why; shown to the other side."""

    reason: Short = ""


class ShipIn(Strict):
    """Who carries the parcel, under which number."""

    carrier: Annotated[str, Field(min_length=1, max_length=40)]
    tracking_number: Annotated[str, Field(min_length=1, max_length=60)]


class AddressIn(Strict):
    """Where a parcel goes."""

    name: Short
    phone: Short
    region: Short
    street: Annotated[str, Field(max_length=400)]
    postcode: Short = ""
    is_default: bool = False


class AddressOut(Strict):
    """An entry of the address book; `id` is null in an order, which keeps its own copy."""

    id: UUID | None
    name: str
    phone: str
    region: str
    street: str
    postcode: str
    is_default: bool


class CartLineOut(Strict):
    """A line of the cart, and what is wrong with it now."""

    sku_id: UUID
    product_id: UUID
    shop_id: UUID
    title: str
    options: dict[str, str]
    quantity: int
    price_minor: int
    total_minor: int
    available: int
    problem: str | None


class CartOut(Strict):
    """The cart; the total counts what can be bought."""

    lines: list[CartLineOut]
    total_minor: int
    currency: str


class AdjustmentOut(Strict):
    """What a promotion takes off a line; `funder` (shop, platform, creator) pays for it."""

    kind: str
    promotion_id: UUID | None
    title: str
    amount_minor: int
    funder: str


class OrderLineOut(Strict):
    """A line with what was promised and paid; `payable_minor` is its total less discounts."""

    id: UUID
    sku_id: UUID
    product_id: UUID
    title: str
    options: dict[str, str]
    quantity: int
    price_minor: int
    total_minor: int
    shop_discount_minor: int
    platform_discount_minor: int
    payable_minor: int
    adjustments: list[AdjustmentOut]
    promises: list[str]


class PackageOut(Strict):
    """A parcel on its way."""

    id: UUID
    carrier: str
    tracking_number: str
    shipped_at: datetime
    delivered_at: datetime | None


class NextStepOut(Strict):
    """What may happen next, by whom, until when, and what happens otherwise."""

    action: str
    by: list[str]
    until: datetime | None
    otherwise: str | None
    is_expected: bool


class OrderOut(Strict):
    """One shop's part of a checkout."""

    id: UUID
    number: str
    checkout_id: UUID
    shop_id: UUID
    shop_name: str
    buyer_id: UUID
    word: str
    payment_status: str
    fulfilment_status: str
    lines: list[OrderLineOut]
    total_minor: int
    shop_discount_minor: int
    platform_discount_minor: int
    freight_minor: int
    payable_minor: int
    refund_minor: int
    currency: str
    address: AddressOut
    note: str
    packages: list[PackageOut]
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    received_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    next_steps: list[NextStepOut]


class CheckoutOut(Strict):
    """One payment for orders of one or more shops; `payment_url` is null once it is settled."""

    id: UUID
    status: str
    total_minor: int
    payable_minor: int
    currency: str
    expires_at: datetime
    payment_id: UUID | None
    payment_url: str | None
    orders: list[OrderOut]
