"""Give back what a shop will not send of an order (the refunder that orders ask for)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.types import UnsentLine
from jishi.trade.settlement.actions.refund_order import refund_order
from jishi.trade.settlement.queries import refundable
from jishi.trade.settlement.types import RefundItem


def refund_unsent(
    *,
    actor: Actor,
    order_id: UUID,
    lines: Sequence[UnsentLine],
    reason: str,
    business_ref: str,
) -> None:
    """What was paid for these lines, less what was given back for them already.

    Once per `business_ref`; nothing when all of it is back. Raises what refund_order raises.
    """
    left = refundable(order_id)
    items = []
    for unsent in lines:
        line = left.line(unsent.line_id)
        quantity = min(unsent.quantity, line.quantity_left) if line else 0
        amount = min(unsent.amount_minor, line.left_minor) if line else 0
        if quantity and amount:
            items.append(RefundItem(unsent.line_id, quantity, amount))
    if items:
        refund_order(
            actor=actor,
            order_id=order_id,
            items=items,
            reason=reason,
            business_ref=business_ref,
            idempotency_key=business_ref,
        )
