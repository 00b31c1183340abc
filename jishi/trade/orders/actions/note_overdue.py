"""Note that a shop did not ship in time."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.events import DispatchOverdue
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus
from jishi.trade.shipping.types import DeliveryMethod


def note_overdue(*, actor: Actor, order_id: UUID) -> bool:
    """Mark a paid order whose dispatch promise is broken, once; False when it is not so."""
    require_transaction()
    order: Order = lock_order(order_id)
    waiting = (
        order.payment_status == CheckoutStatus.PAID
        and order.fulfilment_status in (FulfilmentStatus.TO_SHIP, FulfilmentStatus.PART_SHIPPED)
        and order.delivery != DeliveryMethod.PICKUP
        and order.overdue_at is None
    )
    if not waiting or order.ship_by is None or order.ship_by > clock.now():
        return False
    order.overdue_at = clock.now()
    order.save(update_fields=["overdue_at"])
    record(
        DispatchOverdue(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            ship_by=order.ship_by,
        )
    )
    return True
