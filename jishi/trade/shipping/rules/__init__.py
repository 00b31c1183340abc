"""What follows from a place: its names, the freight to it, how an address reads."""

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.shipping.types import ShipmentStatus as S

# Carriers leave words out and take steps back; only the end is final.
_MOVING = (S.ACCEPTED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.EXCEPTION)
SHIPMENT = Lifecycle(
    "shipping.shipment",
    S.ANNOUNCED,
    tuple(
        Transition(source, target, ("carrier",))
        for source in (S.ANNOUNCED, *_MOVING)
        for target in (*_MOVING, S.DELIVERED)
        if source is not target
    ),
)
LIFECYCLES = (SHIPMENT,)
