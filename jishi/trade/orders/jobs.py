"""Timers of checkouts and orders, by the market clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.actions.answer_address_change import answer_address_change
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.cancel_rest import cancel_rest
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.note_overdue import note_overdue
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.withdraw_invoice import withdraw_invoice
from jishi.trade.orders.models import AddressChange, Checkout, Invoice, Order
from jishi.trade.orders.policies import INVOICE_LAPSE_DAYS
from jishi.trade.orders.queries import lock_order
from jishi.trade.orders.types import (
    AddressChangeStatus,
    CheckoutStatus,
    FulfilmentStatus,
    InvoiceStatus,
)
from jishi.trade.shipping.types import DeliveryMethod

_UNSHIPPED = (FulfilmentStatus.TO_SHIP, FulfilmentStatus.PART_SHIPPED)
_ON_ITS_WAY = (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED)


def find_unpaid(limit: int) -> list[UUID]:
    """Checkouts whose time to pay has passed."""
    rows = Checkout.objects.filter(status=CheckoutStatus.PENDING, expires_at__lte=clock.now())
    return list(rows.order_by("expires_at", "id").values_list("id", flat=True)[:limit])


def close_unpaid(checkout_id: UUID) -> None:
    """Close one of them, unless it was paid meanwhile."""
    if Checkout.objects.filter(id=checkout_id, status=CheckoutStatus.PENDING).exists():
        close_checkout(actor=SYSTEM, checkout_id=checkout_id, reason="not paid in time")


def find_overdue(limit: int) -> list[UUID]:
    """Paid orders not shipped by the time that was promised, not yet noted."""
    rows = Order.objects.filter(
        fulfilment_status__in=_UNSHIPPED, overdue_at=None, ship_by__lte=clock.now()
    ).exclude(delivery=DeliveryMethod.PICKUP)
    return list(rows.order_by("ship_by", "id").values_list("id", flat=True)[:limit])


def note_late(order_id: UUID) -> None:
    """Note one of them."""
    note_overdue(actor=SYSTEM, order_id=order_id)


def find_undispatched(limit: int) -> list[UUID]:
    """Paid orders that nobody shipped at all."""
    rows = Order.objects.filter(fulfilment_status__in=_UNSHIPPED, cancel_by__lte=clock.now())
    return list(rows.order_by("cancel_by", "id").values_list("id", flat=True)[:limit])


def cancel_undispatched(order_id: UUID) -> None:
    """Cancel and refund one of them, unless it was shipped meanwhile."""
    order = lock_order(order_id)
    if order.fulfilment_status not in _UNSHIPPED or not _is_due(order.cancel_by):
        return
    if order.fulfilment_status == FulfilmentStatus.PART_SHIPPED:
        cancel_rest(
            actor=SYSTEM,
            order_id=order_id,
            reason="never shipped",
            idempotency_key=f"timer:{order_id}",
        )
    else:
        cancel_order(
            actor=SYSTEM,
            order_id=order_id,
            reason="never shipped",
            idempotency_key=f"timer:{order_id}",
        )


def find_unreceived(limit: int) -> list[UUID]:
    """Orders on their way whose time to confirm receipt has passed."""
    rows = Order.objects.filter(fulfilment_status__in=_ON_ITS_WAY, receive_by__lte=clock.now())
    return list(rows.order_by("receive_by", "id").values_list("id", flat=True)[:limit])


def receive_silently(order_id: UUID) -> None:
    """Count one of them as received, unless its buyer spoke or got more time meanwhile."""
    order = lock_order(order_id)
    if order.fulfilment_status in _ON_ITS_WAY and _is_due(order.receive_by):
        receive_order(actor=SYSTEM, order_id=order_id, idempotency_key=f"timer:{order_id}")


def find_unanswered(limit: int) -> list[UUID]:
    """Orders whose shop did not answer a wish for another address in time."""
    rows = AddressChange.objects.filter(
        status=AddressChangeStatus.ASKED, answer_by__lte=clock.now()
    )
    return list(rows.order_by("answer_by", "id").values_list("order_id", flat=True)[:limit])


def refuse_unanswered(order_id: UUID) -> None:
    """Silence is a no."""
    answer_address_change(actor=SYSTEM, order_id=order_id, answer=AddressChangeStatus.REFUSED)


def find_lapsed_invoices(limit: int) -> list[UUID]:
    """Orders whose invoice was asked for long ago and never written."""
    before = clock.now() - timedelta(days=INVOICE_LAPSE_DAYS.get())
    rows = Invoice.objects.filter(status=InvoiceStatus.REQUESTED, requested_at__lte=before)
    return list(rows.order_by("requested_at", "id").values_list("order_id", flat=True)[:limit])


def withdraw_lapsed(order_id: UUID) -> None:
    """End one of them."""
    withdraw_invoice(actor=SYSTEM, order_id=order_id)


def _is_due(moment: datetime | None) -> bool:
    return moment is not None and moment <= clock.now()


register_timer("orders.unpaid", find_unpaid, close_unpaid)
register_timer("orders.overdue", find_overdue, note_late)
register_timer("orders.undispatched", find_undispatched, cancel_undispatched)
register_timer("orders.address_change", find_unanswered, refuse_unanswered)
register_timer("orders.invoice", find_lapsed_invoices, withdraw_lapsed)
register_timer("orders.receipt", find_unreceived, receive_silently)
