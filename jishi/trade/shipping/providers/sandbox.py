"""The sandbox carrier: gives out numbers, and brings parcels by the market clock.

Its timetable is fixed, so that a test or a demo can move the clock and see a parcel arrive. One
parcel in eight is held up on its last day and comes a day later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.trade.shipping.models import SandboxWaybill
from jishi.trade.shipping.types import CarrierEvent, ShipmentStatus, WaybillOrder

CODE = "sandbox"
_STOPS = (
    (timedelta(hours=2), ShipmentStatus.ACCEPTED, "{origin}"),
    (timedelta(hours=6), ShipmentStatus.IN_TRANSIT, "{origin}"),
    (timedelta(hours=24), ShipmentStatus.IN_TRANSIT, "{destination}"),
    (timedelta(hours=34), ShipmentStatus.OUT_FOR_DELIVERY, "{destination}"),
)
_HELD_UP = (timedelta(hours=38), ShipmentStatus.EXCEPTION, "{destination}")
_AGAIN = (timedelta(hours=58), ShipmentStatus.OUT_FOR_DELIVERY, "{destination}")
_DELIVERED_AFTER, _DELIVERED_LATE = timedelta(hours=40), timedelta(hours=62)


class SandboxCarrier:
    """Adapter of the `Carrier` port to the sandbox's own books."""

    code = CODE
    name = "集市速运"
    issues_numbers = True
    is_tracked = True
    is_sandbox = True

    def register(self, order: WaybillOrder) -> str:
        """Order a waybill, or find it; see the port."""
        row, _ = SandboxWaybill.objects.get_or_create(
            reference=order.reference,
            defaults={
                "tracking_number": _number_of(order.reference),
                "origin": order.origin[:120],
                "destination": order.destination[:120],
                "registered_at": clock.now(),
            },
        )
        return row.tracking_number

    def track(self, tracking_number: str) -> Sequence[CarrierEvent]:
        """What has happened by now; see the port."""
        row = SandboxWaybill.objects.filter(tracking_number=tracking_number).first()
        if row is None:
            return ()
        places = {"origin": row.origin, "destination": row.destination}
        return tuple(
            CarrierEvent(str(n), status, place.format_map(places), row.registered_at + after)
            for n, (after, status, place) in enumerate(_timetable(tracking_number))
            if row.registered_at + after <= clock.now()
        )


def _number_of(reference: str) -> str:
    digest = int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big")
    return f"JS{digest % 10**12:012d}"


def is_held_up(tracking_number: str) -> bool:
    """Whether this parcel is one of those that come a day later."""
    return tracking_number[-1:].isdigit() and int(tracking_number[-3:]) % 8 == 0


def _timetable(number: str) -> tuple[tuple[timedelta, ShipmentStatus, str], ...]:
    late = is_held_up(number)
    end = (_DELIVERED_LATE if late else _DELIVERED_AFTER, ShipmentStatus.DELIVERED, "{destination}")
    return (*_STOPS, *((_HELD_UP, _AGAIN) if late else ()), end)
