"""Hand a buyer the invoice of an order."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_invoice import lock_invoice, move_invoice
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.errors import FileUnfit
from jishi.trade.orders.events import InvoiceIssued
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.queries.requests import invoice_view
from jishi.trade.orders.types import InvoiceStatus, InvoiceView

MEGABYTES = 2


def issue_invoice(
    *, actor: Actor, order_id: UUID, number: str, file: bytes, file_name: str
) -> InvoiceView:
    """Give the invoice's number and the paper itself, a PDF; that cannot be taken back.

    For the shop's people. Raises NotFound, NotAllowed, FileUnfit, InvalidInput, TextTooLong,
    TransitionRefused.
    """
    require_transaction()
    number = clean_line(number, field="number", limit=40)
    file_name = clean_line(file_name, field="file_name", limit=120)
    if not file.startswith(b"%PDF-") or len(file) > MEGABYTES * 1024 * 1024:
        raise FileUnfit(megabytes=MEGABYTES)
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("merchant",))
    row = lock_invoice(order)
    if row is None:
        raise NotFound()
    move_invoice(actor=actor, order=order, row=row, target=InvoiceStatus.ISSUED, by=by)
    row.number, row.file, row.file_name, row.issued_at = number, file, file_name, clock.now()
    row.save(update_fields=["number", "file", "file_name", "issued_at"])
    record(
        InvoiceIssued(
            order_id=order.id, shop_id=order.shop_id, buyer_id=order.buyer_id, number=number
        )
    )
    return invoice_view(row)
