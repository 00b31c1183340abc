"""What settlement does when orders have news."""

from __future__ import annotations

from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.orders.events import OrderCancelled, OrderPaid, OrderReceived
from jishi.trade.settlement.actions.cancel_settlement import cancel_settlement
from jishi.trade.settlement.actions.open_settlement import open_settlement
from jishi.trade.settlement.actions.schedule_settlement import schedule_settlement


@subscribe(OrderPaid)
def hold_money(event: OrderPaid) -> None:
    """The money is in escrow from now on."""
    open_settlement(
        actor=SYSTEM,
        order_id=event.order_id,
        shop_id=event.shop_id,
        buyer_id=event.buyer_id,
        gross_minor=event.escrow_minor,
        currency=event.currency,
    )


@subscribe(OrderReceived)
def begin_return_window(event: OrderReceived) -> None:
    """The return window begins."""
    schedule_settlement(actor=SYSTEM, order_id=event.order_id, received_at=event.received_at)


@subscribe(OrderCancelled)
def give_up(event: OrderCancelled) -> None:
    """The buyer has the money back; an order that was never paid has nothing to settle."""
    if event.refunded_minor > 0:
        cancel_settlement(actor=SYSTEM, order_id=event.order_id)
