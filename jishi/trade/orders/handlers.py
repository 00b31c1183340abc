"""What orders do when payments has news."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.note_refund import note_refund
from jishi.trade.orders.models import Checkout
from jishi.trade.orders.types import CHECKOUT_PREFIX, CheckoutStatus
from jishi.trade.payments.events import PaymentClosed, RefundSucceeded


@subscribe(PaymentClosed)
def close_with_payment(event: PaymentClosed) -> None:
    """The provider ended a payment: its checkout ends too."""
    prefix, _, key = event.reference.partition(":")
    if prefix != CHECKOUT_PREFIX:
        return
    if Checkout.objects.filter(id=UUID(key), status=CheckoutStatus.PENDING).exists():
        close_checkout(actor=SYSTEM, checkout_id=UUID(key), by="provider", reason="payment closed")


@subscribe(RefundSucceeded)
def note_arrived_refund(event: RefundSucceeded) -> None:
    """A cancelled order's money is back."""
    parts = event.business_ref.split(":")
    if len(parts) == 3 and parts[0] == "order" and parts[2] == "cancel":
        note_refund(actor=SYSTEM, order_id=UUID(parts[1]))
