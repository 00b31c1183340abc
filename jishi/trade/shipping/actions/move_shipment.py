"""The one place where a parcel's state follows its carrier's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.shipping.events import ShipmentDelivered, ShipmentHeldUp, ShipmentMoved
from jishi.trade.shipping.models import Shipment, TrackingEvent
from jishi.trade.shipping.policies import TRACKING_DAYS, TRACKING_MINUTES
from jishi.trade.shipping.queries.parcels import get_shipment
from jishi.trade.shipping.rules import SHIPMENT
from jishi.trade.shipping.types import CarrierEvent, ShipmentStatus, ShipmentView


def move_shipment(*, shipment_id: UUID, words: Sequence[CarrierEvent]) -> ShipmentView:
    """Take in a carrier's words, oldest first; those known already, and any after the delivery
    change nothing. Raises NotFound.
    """
    require_transaction()
    row = Shipment.objects.select_for_update().filter(id=shipment_id).first()
    if row is None:
        raise NotFound()
    known = set(TrackingEvent.objects.filter(shipment=row).values_list("key", flat=True))
    for word in words:
        if word.key in known or row.status == ShipmentStatus.DELIVERED:
            continue
        known.add(word.key)
        _move_along(row, word)
    if row.status == ShipmentStatus.DELIVERED:
        row.ask_at = None
    elif row.ask_at is not None:
        row.ask_at = _next(row)
    row.save(update_fields=["status", "delivered_at", "ask_at"])
    return get_shipment(row.id)


def _next(row: Shipment) -> datetime | None:
    ends = row.registered_at + timedelta(days=TRACKING_DAYS.get())
    soon = clock.now() + timedelta(minutes=TRACKING_MINUTES.get())
    return soon if soon < ends else None


def _move_along(row: Shipment, word: CarrierEvent) -> None:
    TrackingEvent.objects.create(
        shipment=row, key=word.key, status=word.status, place=word.place[:120], at=word.at
    )
    if word.status != row.status:
        SHIPMENT.check(row.status, word.status, "carrier")
        row.status = word.status
    facts: dict[str, Any] = {"shipment_id": row.id, "shop_id": row.shop_id, "at": word.at}
    record(ShipmentMoved(**facts, status=str(word.status)))
    if word.status is ShipmentStatus.DELIVERED:
        row.delivered_at = word.at
        record(ShipmentDelivered(**facts))
    elif word.status is ShipmentStatus.EXCEPTION:
        record(ShipmentHeldUp(**facts, place=word.place))
