"""What orders do when payments has news."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction

from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.deliver_online import deliver_online
from jishi.trade.orders.actions.deliver_packages import deliver_packages
from jishi.trade.orders.actions.note_refund import note_refund
from jishi.trade.orders.events import VirtualOrderPaid
from jishi.trade.orders.models import Checkout
from jishi.trade.orders.types import CHECKOUT_PREFIX, CheckoutStatus
from jishi.trade.payments.events import PaymentClosed, RefundSucceeded
from jishi.trade.shipping.errors import CodesShort
from jishi.trade.shipping.events import ShipmentDelivered

log = structlog.get_logger(__name__)


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


@subscribe(ShipmentDelivered)
def take_in_delivery(event: ShipmentDelivered) -> None:
    """A carrier has brought a parcel."""
    deliver_packages(actor=SYSTEM, shipment_id=event.shipment_id, at=event.at)


@subscribe(VirtualOrderPaid)
def send_online_goods(event: VirtualOrderPaid) -> None:
    """Paid goods of this kind go out at once; without codes left they wait on the shop's desk."""
    try:
        with transaction.atomic():
            deliver_online(actor=SYSTEM, order_id=event.order_id)
    except (CodesShort, TransitionRefused) as refused:
        log.info("online_goods_wait", order=str(event.order_id), code=refused.code)
