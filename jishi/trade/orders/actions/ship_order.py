"""Hand a parcel over."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.events import OrderShipped
from jishi.trade.orders.models import Package
from jishi.trade.orders.policies import RECEIPT_DAYS_SHIPPED
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView

_TRACKING = re.compile(r"[A-Za-z0-9-]{4,40}")


def ship_order(
    *,
    actor: Actor,
    order_id: UUID,
    carrier: str,
    tracking_number: str,
    idempotency_key: str,
) -> OrderView:
    """Say that a paid order is on its way; from here it can no longer be cancelled.

    For the shop's people. Raises InvalidInput, TextTooLong, NotFound, NotAllowed, OrderUnpaid,
    TransitionRefused, IdempotencyConflict.
    """
    carrier = clean_line(carrier, field="carrier", limit=40)
    tracking_number = clean_line(tracking_number, field="tracking_number", limit=40)
    if not _TRACKING.fullmatch(tracking_number):
        raise InvalidInput(field="tracking_number")

    def run() -> None:
        order = lock_order(order_id)
        by = role_in_order(actor, order, ("merchant",))
        now = move_order(
            actor=actor,
            order=order,
            target=FulfilmentStatus.SHIPPED,
            by=by,
            note=f"{carrier} {tracking_number}",
        )
        order.receive_by = now + timedelta(days=RECEIPT_DAYS_SHIPPED.get())
        order.save(update_fields=["fulfilment_status", "shipped_at", "receive_by"])
        Package.objects.create(
            order=order, carrier=carrier, tracking_number=tracking_number, shipped_at=now
        )
        record(
            OrderShipped(
                order_id=order.id,
                shop_id=order.shop_id,
                buyer_id=order.buyer_id,
                carrier=carrier,
                tracking_number=tracking_number,
                receive_by=order.receive_by,
            )
        )

    return answer_once(
        actor=actor,
        action="ship_order",
        order_id=order_id,
        key=idempotency_key,
        words=(carrier, tracking_number),
        run=run,
    )
