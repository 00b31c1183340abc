"""Note that a refund has reached the buyer."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries.orders import load_order
from jishi.trade.orders.types import OrderView


def note_refund(*, actor: Actor, order_id: UUID) -> OrderView:
    """Note the arrival of a cancelled order's money, the first time; raises NotFound."""
    require_transaction()
    rows = Order.objects.filter(id=order_id, refund_minor__gt=0, refunded_at=None)
    if rows.update(refunded_at=clock.now()):
        audit(actor=actor, action="note_refund", subject_kind="order", subject_id=order_id)
    return load_order(order_id)
