"""Have nobody paid for an order that ended."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions._lock_settlement import lock_settlement
from jishi.trade.settlement.actions.move_settlement import move_settlement
from jishi.trade.settlement.events import SettlementCancelled
from jishi.trade.settlement.types import SettlementStatus


def cancel_settlement(*, actor: Actor, order_id: UUID) -> None:
    """The order ended before it was shipped: nobody is paid; a second time changes nothing.

    Raises TransitionRefused when it was settled.
    """
    row = lock_settlement(actor, order_id)
    if row.status == SettlementStatus.CANCELLED:
        return
    move_settlement(row, SettlementStatus.CANCELLED)
    record(SettlementCancelled(order_id=order_id, shop_id=row.shop_id))
