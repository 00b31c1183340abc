"""Note that an order has reached the buyer's door."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.deliver_packages import announce_delivery
from jishi.trade.orders.actions.move_order import move_order, role_in_order
from jishi.trade.orders.models import Package
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView


def confirm_delivery(*, actor: Actor, order_id: UUID) -> OrderView:
    """Note the delivery of all parcels; the time to confirm receipt runs anew from here.

    For the operator and the system, where no carrier can be asked. Raises NotFound, NotAllowed,
    OrderUnpaid, TransitionRefused.
    """
    require_transaction()
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("system", "operator"))
    target = FulfilmentStatus.DELIVERED
    shipped = FulfilmentStatus.SHIPPED
    now = move_order(actor=actor, order=order, target=target, by=by, only_from=shipped)
    Package.objects.filter(order_id=order.id, delivered_at=None).update(delivered_at=now)
    announce_delivery(order, now)
    return load_order(order.id)
