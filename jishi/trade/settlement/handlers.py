"""What settlement does when orders have news."""

from __future__ import annotations

from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.events import OrderCancelled, OrderPaid, OrderReceived
from jishi.trade.orders.queries import load_order
from jishi.trade.payments.events import RefundSucceeded
from jishi.trade.settlement.actions._lock_settlement import open_for
from jishi.trade.settlement.actions.cancel_settlement import cancel_settlement
from jishi.trade.settlement.actions.note_refund_arrival import note_refund_arrival
from jishi.trade.settlement.actions.schedule_settlement import schedule_settlement


@subscribe(OrderPaid)
def hold_money(event: OrderPaid) -> None:
    """The money is in escrow from now on."""
    open_for(SYSTEM, load_order(event.order_id))


@subscribe(OrderReceived)
def begin_return_window(event: OrderReceived) -> None:
    """The return window begins."""
    schedule_settlement(actor=SYSTEM, order_id=event.order_id, received_at=event.received_at)


@subscribe(OrderCancelled)
def give_up(event: OrderCancelled) -> None:
    """The buyer has the money back; an order that was never paid has nothing to settle."""
    if event.refunded_minor > 0:
        cancel_settlement(actor=SYSTEM, order_id=event.order_id)


@subscribe(RefundSucceeded)
def note_arrival(event: RefundSucceeded) -> None:
    """The buyer has a refund that went through here."""
    note_refund_arrival(actor=SYSTEM, payment_refund_id=event.refund_id)
