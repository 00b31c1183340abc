"""The locked settlement of an order, opened now if need be."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.queries import load_order
from jishi.trade.settlement.actions.open_settlement import open_settlement
from jishi.trade.settlement.models import Settlement


def lock_settlement(actor: Actor, order_id: UUID) -> Settlement:
    """The locked row; opened now when news of the order came before the news of its payment."""
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        order = load_order(order_id)
        open_settlement(
            actor=actor,
            order_id=order_id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            gross_minor=order.escrow_minor,
            currency=order.currency,
        )
        row = Settlement.objects.select_for_update().get(order_id=order_id)
    return row
