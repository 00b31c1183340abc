"""Note that lines of an order are given back in part; settlement moves the money."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.models import OrderLine
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import CheckoutStatus, LineRefund


def note_line_refunds(
    *, actor: Actor, order_id: UUID, lines: Sequence[LineRefund], freight_minor: int = 0
) -> None:
    """Add what the buyer gets back to the lines and the order; constraints keep it within them.

    Raises OrderUnpaid, InvalidInput for a line of another order, NotFound.
    """
    order = lock_order(order_id)
    if order.payment_status != CheckoutStatus.PAID:
        raise OrderUnpaid()
    for line in sorted(lines, key=lambda one: one.line_id):
        changed = OrderLine.objects.filter(id=line.line_id, order_id=order_id).update(
            refunded_quantity=F("refunded_quantity") + line.quantity,
            refunded_minor=F("refunded_minor") + line.amount_minor,
        )
        if not changed:
            raise InvalidInput(field="line_id")
    order.refund_minor += sum(line.amount_minor for line in lines) + freight_minor
    order.save(update_fields=["refund_minor"])
