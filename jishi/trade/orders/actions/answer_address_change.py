"""Answer a wish to have an order sent elsewhere, or take it back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_address_change import find_open_change, move_address_change
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import AddressChangeStatus, OrderView

_WHO = {
    AddressChangeStatus.ACCEPTED: ("merchant",),
    AddressChangeStatus.REFUSED: ("merchant", "system"),
    AddressChangeStatus.WITHDRAWN: ("buyer",),
}


def answer_address_change(
    *, actor: Actor, order_id: UUID, answer: AddressChangeStatus
) -> OrderView:
    """Accept or refuse it for the shop, withdraw it as the buyer; the system refuses a late one.

    Raises NotFound when none is open, NotAllowed.
    """
    require_transaction()
    order = lock_order(order_id)
    by = role_in_order(actor, order, _WHO.get(answer, ()))
    row = find_open_change(order)
    if row is None:
        raise NotFound()
    move_address_change(actor=actor, order=order, row=row, target=answer, by=by)
    return load_order(order.id)
