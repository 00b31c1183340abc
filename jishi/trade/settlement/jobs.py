"""The timer of settlement."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.settlement.actions.settle_order import settle_order
from jishi.trade.settlement.queries import list_due_settlements


def _settle(order_id: UUID) -> None:
    settle_order(actor=SYSTEM, order_id=order_id)


register_timer("settlement.window_closes", list_due_settlements, _settle)
