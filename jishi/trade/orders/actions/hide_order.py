"""Take an order that is done out of its buyer's lists, or put it back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView

_DONE = (FulfilmentStatus.RECEIVED, FulfilmentStatus.CANCELLED)


def hide_order(*, actor: Actor, order_id: UUID, is_hidden: bool = True) -> OrderView:
    """For the buyer, once it is received or cancelled; the order itself is kept.

    Raises NotFound, NotAllowed, TransitionRefused while it is under way.
    """
    require_transaction()
    order = lock_order(order_id)
    role_in_order(actor, order, ("buyer",))
    if order.fulfilment_status not in _DONE:
        raise TransitionRefused(status=order.fulfilment_status, to="hidden")
    order.hidden_at = clock.now() if is_hidden else None
    order.save(update_fields=["hidden_at"])
    return load_order(order.id)
