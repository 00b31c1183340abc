"""Parcels at carriers, and the papers they travel with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class ShipmentStatus(StrEnum):
    """How far a carrier has brought a parcel."""

    ANNOUNCED = "announced"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    EXCEPTION = "exception"
    DELIVERED = "delivered"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _SHIPMENT_LABELS[self]


_SHIPMENT_LABELS = {
    ShipmentStatus.ANNOUNCED: _("Waiting for the carrier"),
    ShipmentStatus.ACCEPTED: _("Taken over by the carrier"),
    ShipmentStatus.IN_TRANSIT: _("On the road"),
    ShipmentStatus.OUT_FOR_DELIVERY: _("Out for delivery"),
    ShipmentStatus.EXCEPTION: _("Held up"),
    ShipmentStatus.DELIVERED: _("Delivered"),
}


@dataclass(frozen=True, slots=True)
class CarrierEvent:
    """One word of a carrier; `key` is its own and makes a repeated word one."""

    key: str
    status: ShipmentStatus
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A parcel at a carrier with its way, the newest word first."""

    id: UUID
    shop_id: UUID
    carrier: str
    carrier_name: str
    tracking_number: str
    status: ShipmentStatus
    is_tracked: bool
    registered_at: datetime
    delivered_at: datetime | None
    events: tuple[CarrierEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class WaybillOrder:
    """What a carrier is asked to carry; the same reference again is the same waybill."""

    reference: str
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class CarrierCard:
    """A carrier as a form offers it."""

    code: str
    name: str
    issues_numbers: bool
    is_tracked: bool


class Carrier(Protocol):
    """A carrier. Each method may use the network, so it runs outside transactions.

    All raise CarrierUnavailable when the carrier cannot be asked now.
    """

    code: str
    name: str
    issues_numbers: bool
    is_tracked: bool
    is_sandbox: bool

    def register(self, order: WaybillOrder) -> str:
        """Order a waybill, or find it; gives its number. Raises CarrierIssuesNone."""
        ...

    def track(self, tracking_number: str) -> Sequence[CarrierEvent]:
        """All its words about a parcel, oldest first; none for a number it does not know."""
        ...


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """A parcel's label."""

    order_number: str
    carrier: str
    tracking_number: str
    sender: str
    name: str
    phone: str
    region: str
    street: str
    note: str
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PickLine:
    """So many of a SKU to take from the shelf, for these orders."""

    title: str
    options: str
    code: str
    quantity: int
    orders: tuple[str, ...]


_carriers: dict[str, Carrier] = {}


def register_carrier(carrier: Carrier) -> None:
    """Called in `AppConfig.ready`; the last one of a code counts."""
    _carriers[carrier.code] = carrier


def list_registered() -> tuple[Carrier, ...]:
    """All carriers that are asked where parcels are."""
    return tuple(_carriers.values())
