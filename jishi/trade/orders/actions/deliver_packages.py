"""Note that a carrier has brought a parcel to its door."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import move_order
from jishi.trade.orders.events import OrderDelivered
from jishi.trade.orders.models import Order, Package
from jishi.trade.orders.policies import EXTENSION_DAYS, RECEIPT_DAYS_DELIVERED
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import FulfilmentStatus


def deliver_packages(*, actor: Actor, shipment_id: UUID, at: datetime) -> int:
    """Take in a carrier's word for every order in the parcel; gives how many there were.

    An order is delivered with the last of its parcels, when nothing of it is left to ship.
    """
    require_transaction()
    rows = Package.objects.filter(shipment_id=shipment_id, delivered_at=None)
    ids = sorted(rows.values_list("order_id", flat=True))
    for order_id in ids:
        order = lock_order(order_id)
        Package.objects.filter(
            order_id=order_id, shipment_id=shipment_id, delivered_at=None
        ).update(delivered_at=at)
        deliver_if_all_came(actor=actor, order=order, by="system")
    return len(ids)


def deliver_if_all_came(*, actor: Actor, order: Order, by: str) -> bool:
    """Make a shipped order delivered when all its parcels are; the caller has locked it."""
    if order.fulfilment_status != FulfilmentStatus.SHIPPED:
        return False
    if Package.objects.filter(order_id=order.id, delivered_at=None).exists():
        return False
    now = move_order(actor=actor, order=order, target=FulfilmentStatus.DELIVERED, by=by)
    announce_delivery(order, now)
    return True


def announce_delivery(order: Order, now: datetime) -> None:
    """Save a delivery that has just been moved to: the time to confirm receipt runs anew."""
    extra = EXTENSION_DAYS.get() if order.is_receipt_extended else 0
    order.receive_by = now + timedelta(days=RECEIPT_DAYS_DELIVERED.get() + extra)
    order.save(update_fields=["fulfilment_status", "delivered_at", "receive_by"])
    record(
        OrderDelivered(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            receive_by=order.receive_by,
        )
    )
