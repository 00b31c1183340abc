"""The one place where an invoice changes its state."""

from __future__ import annotations

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import Invoice, Order
from jishi.trade.orders.rules import INVOICE
from jishi.trade.orders.types import InvoiceStatus


def move_invoice(
    *, actor: Actor, order: Order, row: Invoice, target: InvoiceStatus, by: str
) -> None:
    """Take a step that INVOICE allows `by`, on locked rows. Raises TransitionRefused."""
    INVOICE.check(row.status, target, by)
    row.status = target
    row.save(update_fields=["status"])
    audit(
        actor=actor,
        action=f"invoice_{target}",
        subject_kind="order",
        subject_id=order.id,
        detail={"by": by},
    )


def lock_invoice(order: Order) -> Invoice | None:
    """The invoice of a locked order, locked."""
    return Invoice.objects.select_for_update().defer("file").filter(order_id=order.id).first()


def withdraw_with_order(*, actor: Actor, order: Order) -> None:
    """The order ends and nothing was paid in the end: no invoice is owed any more."""
    row = lock_invoice(order)
    if row is not None and row.status == InvoiceStatus.REQUESTED:
        move_invoice(actor=actor, order=order, row=row, target=InvoiceStatus.WITHDRAWN, by="system")
