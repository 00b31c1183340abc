"""Give a buyer more time to confirm receipt."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.errors import ReceiptExtendedAlready
from jishi.trade.orders.events import ReceiptExtended
from jishi.trade.orders.policies import EXTENSION_DAYS
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView


def extend_receipt(*, actor: Actor, order_id: UUID) -> OrderView:
    """Move the day on which receipt confirms itself by 3 days, once.

    For the buyer of an order on its way. Raises NotFound, NotAllowed, TransitionRefused,
    ReceiptExtendedAlready.
    """
    require_transaction()
    order = lock_order(order_id)
    role_in_order(actor, order, ("buyer",))
    on_its_way = (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED)
    if order.fulfilment_status not in on_its_way or order.receive_by is None:
        raise TransitionRefused(status=order.fulfilment_status, to="extended")
    if order.is_receipt_extended:
        raise ReceiptExtendedAlready()
    order.is_receipt_extended = True
    order.receive_by += timedelta(days=EXTENSION_DAYS.get())
    order.save(update_fields=["is_receipt_extended", "receive_by"])
    audit(actor=actor, action="extend_receipt", subject_kind="order", subject_id=order.id)
    record(
        ReceiptExtended(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            receive_by=order.receive_by,
        )
    )
    return load_order(order.id)
