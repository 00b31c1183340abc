"""Take the request for an invoice back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_invoice import lock_invoice, move_invoice
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.queries.requests import invoice_view
from jishi.trade.orders.types import InvoiceStatus, InvoiceView


def withdraw_invoice(*, actor: Actor, order_id: UUID) -> InvoiceView:
    """For the buyer, until it is written; for the system in the end.

    Raises NotFound, NotAllowed, TransitionRefused.
    """
    require_transaction()
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("buyer", "system"))
    row = lock_invoice(order)
    if row is None:
        raise NotFound()
    move_invoice(actor=actor, order=order, row=row, target=InvoiceStatus.WITHDRAWN, by=by)
    return invoice_view(row)
