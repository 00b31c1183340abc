"""Note a parcel that was handed to a carrier."""

from __future__ import annotations

import re
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shipping.models import Shipment
from jishi.trade.shipping.queries.parcels import list_carriers, shipment_of
from jishi.trade.shipping.types import ShipmentView

_NUMBER = re.compile(r"[A-Za-z0-9-]{4,40}")


def register_shipment(
    *, actor: Actor, shop_id: UUID, carrier: str, tracking_number: str
) -> ShipmentView:
    """Note a parcel by its carrier's name (or code) and number; the same again is one parcel.

    A carrier that can be asked is asked from now on. Raises InvalidInput, TextTooLong.
    """
    require_transaction()
    carrier = clean_line(carrier, field="carrier", limit=40)
    number = clean_line(tracking_number, field="tracking_number", limit=40)
    if not _NUMBER.fullmatch(number):
        raise InvalidInput(field="tracking_number")
    known = next((c for c in list_carriers() if c.code and carrier in (c.code, c.name)), None)
    row, _ = Shipment.objects.get_or_create(
        shop_id=shop_id,
        carrier_name=known.name if known else carrier,
        tracking_number=number,
        defaults={
            "carrier": known.code if known else "",
            "registered_at": clock.now(),
            "ask_at": clock.now() if known else None,
        },
    )
    return shipment_of(row)
