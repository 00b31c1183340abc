"""Note that a parcel has reached the buyer's door."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import move_order, role_in_order
from jishi.trade.orders.events import OrderDelivered
from jishi.trade.orders.models import Package
from jishi.trade.orders.policies import EXTENSION_DAYS, RECEIPT_DAYS_DELIVERED
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView


def confirm_delivery(*, actor: Actor, order_id: UUID) -> OrderView:
    """Note a delivery; the time to confirm receipt runs anew from here.

    For the operator and the system (a carrier's word). Raises NotFound, NotAllowed,
    OrderUnpaid, TransitionRefused.
    """
    require_transaction()
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("system", "operator"))
    now = move_order(actor=actor, order=order, target=FulfilmentStatus.DELIVERED, by=by)
    extra = EXTENSION_DAYS.get() if order.is_receipt_extended else 0
    order.receive_by = now + timedelta(days=RECEIPT_DAYS_DELIVERED.get() + extra)
    order.save(update_fields=["fulfilment_status", "delivered_at", "receive_by"])
    Package.objects.filter(order_id=order.id, delivered_at=None).update(delivered_at=now)
    record(
        OrderDelivered(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            receive_by=order.receive_by,
        )
    )
    return load_order(order.id)
