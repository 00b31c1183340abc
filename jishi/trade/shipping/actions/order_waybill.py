"""Have a carrier give out a tracking number.

An entry point of its own: it may use the network, so it is called outside of any transaction.
"""

from __future__ import annotations

from jishi.trade.shipping.errors import CarrierIssuesNone
from jishi.trade.shipping.queries.parcels import find_carrier
from jishi.trade.shipping.types import WaybillOrder


def order_waybill(*, carrier: str, reference: str, origin: str, destination: str) -> str:
    """A number of the carrier with this code; the same reference again gets the same one.

    Raises UnknownCarrier, CarrierIssuesNone, CarrierUnavailable.
    """
    adapter = find_carrier(carrier)
    if not adapter.issues_numbers:
        raise CarrierIssuesNone(carrier=adapter.name)
    return adapter.register(WaybillOrder(reference, origin, destination))
