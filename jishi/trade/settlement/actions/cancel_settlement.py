"""Have nobody paid for an order that ended."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions._apply_refund import apply_refund
from jishi.trade.settlement.actions._lock_settlement import lock_settlement
from jishi.trade.settlement.actions.move_settlement import move_settlement
from jishi.trade.settlement.events import SettlementCancelled
from jishi.trade.settlement.queries import view_settlement
from jishi.trade.settlement.rules import SETTLEMENT, plan_refund
from jishi.trade.settlement.types import RefundItem, SettlementStatus


def cancel_settlement(*, actor: Actor, order_id: UUID) -> None:
    """The order ended before it was shipped: nobody is paid; a second time changes nothing.

    The order has booked what was left in escrow back to the buyer and the platform itself.
    Raises TransitionRefused when it was settled.
    """
    row = lock_settlement(actor, order_id)
    if row.status == SettlementStatus.CANCELLED:
        return
    SETTLEMENT.check(row.status, SettlementStatus.CANCELLED.value, "system")
    if row.base_minor == 0:
        move_settlement(row, SettlementStatus.CANCELLED)
        record(SettlementCancelled(order_id=order_id, shop_id=row.shop_id))
        return
    view = view_settlement(row)
    items = [
        RefundItem(line.line_id, line.quantity - line.refunded_quantity, line.left_minor)
        for line in view.lines
    ]
    apply_refund(row, plan_refund(view, items, view.freight_minor - view.refunded_freight_minor))
