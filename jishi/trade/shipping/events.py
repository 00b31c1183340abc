"""Facts about parcels on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ShipmentMoved(Event):
    """A carrier had a new word about a parcel."""

    NAME: ClassVar[str] = "shipping.shipment_moved"
    shipment_id: UUID
    shop_id: UUID
    status: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(Event):
    """A carrier says that a parcel is at its door."""

    NAME: ClassVar[str] = "shipping.shipment_delivered"
    shipment_id: UUID
    shop_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ShipmentHeldUp(Event):
    """A carrier could not bring a parcel as it meant to."""

    NAME: ClassVar[str] = "shipping.shipment_held_up"
    shipment_id: UUID
    shop_id: UUID
    place: str
    at: datetime
