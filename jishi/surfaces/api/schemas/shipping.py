"""Regions, freight, tracking, and what a buyer asks about an order."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict

Text = Annotated[str, Field(max_length=200)]


class PastedIn(Strict):
    """An address as somebody copied it."""

    text: Annotated[str, Field(max_length=400)]


class ParsedAddressOut(Strict):
    """What could be read; empty texts for what was not found."""

    name: str
    phone: str
    region: str
    division: str
    street: str
    postcode: str
    missing: list[str]


class DivisionOut(Strict):
    """A province, city or district by its code of GB/T 2260."""

    code: str
    name: str
    latin: str


class FreightLineIn(Strict):
    """Goods to be sent; `amount_minor` is what is paid for all pieces."""

    product_id: UUID
    quantity: Annotated[int, Field(ge=1, le=9999)]
    amount_minor: Annotated[int, Field(ge=0, le=2**53)]


class FreightIn(Strict):
    """One shop's goods and where they go."""

    lines: Annotated[list[FreightLineIn], Field(min_length=1, max_length=50)]
    division: Annotated[str, Field(max_length=6)] = ""
    region: Annotated[str, Field(max_length=80)] = ""


class FreightOut(Strict):
    """What sending them costs; `refused` are products that are not sent there."""

    freight_minor: int
    refused: list[UUID]


class TrackingEventOut(Strict):
    """One word of a carrier."""

    status: str
    place: str
    at: datetime


class ParcelOut(Strict):
    """A parcel with its carrier's words, the newest first."""

    package_id: UUID
    carrier: str
    tracking_number: str
    status: str
    delivered_at: datetime | None
    events: list[TrackingEventOut]


class InvoiceIn(Strict):
    """What an invoice is to say; companies give their tax number."""

    kind: Literal["personal", "company"]
    title: Annotated[str, Field(max_length=100)]
    tax_number: Annotated[str, Field(max_length=30)] = ""
    email: Annotated[str, Field(max_length=120)] = ""


class InvoiceOut(Strict):
    """An order's invoice."""

    order_id: UUID
    status: str
    kind: str
    title: str
    tax_number: str
    email: str
    amount_minor: int
    currency: str
    number: str
    requested_at: datetime
    issued_at: datetime | None


class AddressChangeIn(Strict):
    """Another address of the caller's book."""

    address_id: UUID
    note: Text = ""


class PickupIn(Strict):
    """The code that a buyer shows."""

    code: Annotated[str, Field(min_length=1, max_length=12)]
