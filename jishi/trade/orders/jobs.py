"""Timers of checkouts and orders, by the market clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.note_overdue import note_overdue
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.models import Checkout, Order
from jishi.trade.orders.queries import lock_order
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus

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
        fulfilment_status=FulfilmentStatus.TO_SHIP, overdue_at=None, ship_by__lte=clock.now()
    )
    return list(rows.order_by("ship_by", "id").values_list("id", flat=True)[:limit])


def note_late(order_id: UUID) -> None:
    """Note one of them."""
    note_overdue(actor=SYSTEM, order_id=order_id)


def find_undispatched(limit: int) -> list[UUID]:
    """Paid orders that nobody shipped at all."""
    rows = Order.objects.filter(
        fulfilment_status=FulfilmentStatus.TO_SHIP, cancel_by__lte=clock.now()
    )
    return list(rows.order_by("cancel_by", "id").values_list("id", flat=True)[:limit])


def cancel_undispatched(order_id: UUID) -> None:
    """Cancel and refund one of them, unless it was shipped meanwhile."""
    order = lock_order(order_id)
    if order.fulfilment_status == FulfilmentStatus.TO_SHIP and _is_due(order.cancel_by):
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


def _is_due(moment: datetime | None) -> bool:
    return moment is not None and moment <= clock.now()


register_timer("orders.unpaid", find_unpaid, close_unpaid)
register_timer("orders.overdue", find_overdue, note_late)
register_timer("orders.undispatched", find_undispatched, cancel_undispatched)
register_timer("orders.receipt", find_unreceived, receive_silently)
