"""Ask a shop for an invoice."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_invoice import lock_invoice
from jishi.trade.orders.actions.move_order import role_in_order
from jishi.trade.orders.errors import InvoiceUnavailable
from jishi.trade.orders.events import InvoiceRequested
from jishi.trade.orders.models import Invoice
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.queries.requests import invoice_view
from jishi.trade.orders.rules import check_tax_number
from jishi.trade.orders.types import (
    CheckoutStatus,
    FulfilmentStatus,
    InvoiceKind,
    InvoiceStatus,
    InvoiceView,
)


def request_invoice(
    *,
    actor: Actor,
    order_id: UUID,
    kind: InvoiceKind,
    title: str,
    tax_number: str = "",
    email: str = "",
) -> InvoiceView:
    """Ask for an invoice of a paid order, or correct what it is to say until it is written.

    A company needs its tax number, whose check digit must be right. For the buyer. Raises
    NotFound, NotAllowed, InvoiceUnavailable, TaxNumberInvalid, InvalidInput, TextTooLong.
    """
    require_transaction()
    words = _check(InvoiceKind(kind), title, tax_number, email)
    order = lock_order(order_id)
    role_in_order(actor, order, ("buyer",))
    ended = order.fulfilment_status == FulfilmentStatus.CANCELLED
    row = lock_invoice(order)
    issued = row is not None and row.status == InvoiceStatus.ISSUED
    if order.payment_status != CheckoutStatus.PAID or ended or issued:
        raise InvoiceUnavailable()
    if row is not None and row.status == InvoiceStatus.WITHDRAWN:
        row.delete()
        row = None
    if row is None:
        row = Invoice(order=order, requested_at=clock.now())
    for field, value in words.items():
        setattr(row, field, value)
    row.save()
    record(
        InvoiceRequested(
            order_id=order.id, shop_id=order.shop_id, buyer_id=order.buyer_id, kind=str(kind)
        )
    )
    return invoice_view(row)


def _check(kind: InvoiceKind, title: str, tax_number: str, email: str) -> dict[str, str]:
    email = clean_line(email, field="email", limit=120, required=False)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise InvalidInput(field="email") from None
    return {
        "kind": str(kind),
        "title": clean_line(title, field="title", limit=100),
        "tax_number": check_tax_number(tax_number) if kind is InvoiceKind.COMPANY else "",
        "email": email,
    }
