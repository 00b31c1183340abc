"""Parcels at carriers, and the carriers there are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Lifecycle
from jishi.trade.shipping.errors import UnknownCarrier
from jishi.trade.shipping.models import Shipment, TrackingEvent
from jishi.trade.shipping.rules import LIFECYCLES
from jishi.trade.shipping.types import (
    Carrier,
    CarrierCard,
    CarrierEvent,
    ShipmentStatus,
    ShipmentView,
    list_registered,
)

# Of carriers that nobody asks for us the name is enough.
KNOWN_NAMES = (
    "顺丰速运",
    "中通快递",
    "圆通速递",
    "韵达快递",
    "申通快递",
    "京东快递",
    "中国邮政 EMS",
)


def list_shipments(ids: Iterable[UUID | None]) -> dict[UUID, ShipmentView]:
    """Parcels with their way, the newest word first; two statements, none for no ids."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    words: dict[UUID, list[CarrierEvent]] = {}
    for row in TrackingEvent.objects.filter(shipment_id__in=wanted).order_by("-at", "-key"):
        event = CarrierEvent(row.key, ShipmentStatus(row.status), row.place, row.at)
        words.setdefault(row.shipment_id, []).append(event)
    return {
        row.id: shipment_of(row, tuple(words.get(row.id, ())))
        for row in Shipment.objects.filter(id__in=wanted)
    }


def get_shipment(shipment_id: UUID) -> ShipmentView:
    """One parcel; whoever asks checks who may see it. Raises NotFound."""
    found = list_shipments([shipment_id]).get(shipment_id)
    if found is None:
        raise NotFound()
    return found


def shipment_of(row: Shipment, events: tuple[CarrierEvent, ...] = ()) -> ShipmentView:
    """The view of a row of this room."""
    return ShipmentView(
        id=row.id,
        shop_id=row.shop_id,
        carrier=row.carrier,
        carrier_name=row.carrier_name,
        tracking_number=row.tracking_number,
        status=ShipmentStatus(row.status),
        is_tracked=bool(row.carrier),
        registered_at=row.registered_at,
        delivered_at=row.delivered_at,
        events=events,
    )


def find_shipment_ids(shop_id: UUID, tracking_number: str) -> tuple[UUID, ...]:
    """A shop's parcels with this number."""
    rows = Shipment.objects.filter(shop_id=shop_id, tracking_number=tracking_number)
    return tuple(rows.values_list("id", flat=True))


def list_due(limit: int) -> list[UUID]:
    """Parcels that a carrier is to be asked about now, the longest waiting first."""
    rows = Shipment.objects.filter(ask_at__lte=clock.now()).order_by("ask_at", "id")
    return list(rows.values_list("id", flat=True)[:limit])


def list_carriers() -> tuple[CarrierCard, ...]:
    """Carriers that forms offer: those that are asked for us first."""
    asked = tuple(
        CarrierCard(c.code, c.name, c.issues_numbers, c.is_tracked)
        for c in list_registered()
        if settings.sandbox or not c.is_sandbox
    )
    return asked + tuple(CarrierCard("", name, False, False) for name in KNOWN_NAMES)


def find_carrier(code: str) -> Carrier:
    """The carrier of this code; raises UnknownCarrier, for the sandbox's outside of one too."""
    for carrier in list_registered():
        if carrier.code == code and (settings.sandbox or not carrier.is_sandbox):
            return carrier
    raise UnknownCarrier()


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return LIFECYCLES
