"""Ask a shop to ship soon."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import TooManyRequests, TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.events import ShippingUrged
from jishi.trade.orders.policies import URGE_HOURS
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus, OrderView
from jishi.trade.shipping.types import DeliveryMethod

_OPEN = (FulfilmentStatus.TO_SHIP, FulfilmentStatus.PART_SHIPPED)


def urge_shipping(*, actor: Actor, order_id: UUID) -> OrderView:
    """Put the order on top of the shop's work, once in 12 hours; for the buyer.

    Raises NotFound, NotAllowed, TransitionRefused when nothing is left to ship, TooManyRequests.
    """
    require_transaction()
    order = lock_order(order_id)
    role_in_order(actor, order, ("buyer",))
    waits = order.payment_status == CheckoutStatus.PAID and order.fulfilment_status in _OPEN
    if not waits or order.delivery == DeliveryMethod.PICKUP:
        raise TransitionRefused(status=order.fulfilment_status, to="urged")
    now, pause = clock.now(), timedelta(hours=URGE_HOURS.get())
    if order.urged_at is not None and order.urged_at + pause > now:
        raise TooManyRequests(seconds=int((order.urged_at + pause - now).total_seconds()) + 1)
    order.urged_at, order.urge_count = now, order.urge_count + 1
    order.save(update_fields=["urged_at", "urge_count"])
    record(ShippingUrged(order_id=order.id, shop_id=order.shop_id, buyer_id=order.buyer_id))
    return load_order(order.id)
