"""Confirm that the goods have come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.events import OrderReceived
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView


def receive_order(*, actor: Actor, order_id: UUID, idempotency_key: str) -> OrderView:
    """Confirm receipt: the return window opens, and after it the shop is paid.

    For the buyer, and the system when the time has passed. Raises NotFound, NotAllowed,
    OrderUnpaid, TransitionRefused, IdempotencyConflict.
    """

    def run() -> None:
        order = lock_order(order_id)
        by = role_in_order(actor, order, ("buyer", "system"))
        now = move_order(actor=actor, order=order, target=FulfilmentStatus.RECEIVED, by=by)
        announce_receipt(order, now, by)

    return answer_once(
        actor=actor, action="receive_order", order_id=order_id, key=idempotency_key, run=run
    )


def announce_receipt(order: Order, now: datetime, by: str) -> None:
    """Save a receipt that has just been moved to, and tell the world."""
    order.save(update_fields=["fulfilment_status", "received_at"])
    record(
        OrderReceived(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            received_at=now,
            by=by,
        )
    )
