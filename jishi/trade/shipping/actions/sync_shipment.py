"""Ask a carrier where a parcel is.

An entry point of its own: the network comes first and outside of any transaction, then what the
carrier said in one.
"""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import durable
from jishi.trade.shipping.actions.move_shipment import move_shipment
from jishi.trade.shipping.queries.parcels import find_carrier, get_shipment
from jishi.trade.shipping.types import ShipmentStatus, ShipmentView


def sync_shipment(shipment_id: UUID) -> ShipmentView:
    """Ask, and take in the answer; nothing for a parcel that nobody can be asked about.

    Raises NotFound, UnknownCarrier, CarrierUnavailable.
    """
    shipment = get_shipment(shipment_id)
    if not shipment.is_tracked or shipment.status is ShipmentStatus.DELIVERED:
        return shipment
    words = find_carrier(shipment.carrier).track(shipment.tracking_number)
    with durable():
        return move_shipment(shipment_id=shipment_id, words=words)
