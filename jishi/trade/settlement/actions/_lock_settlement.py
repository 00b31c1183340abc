"""The locked settlement of an order, opened now if need be."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.orders.queries import load_order
from jishi.trade.orders.types import OrderView
from jishi.trade.settlement.actions.open_settlement import open_settlement
from jishi.trade.settlement.models import Settlement
from jishi.trade.settlement.types import LineMoneyInput


def lock_settlement(actor: Actor, order_id: UUID) -> Settlement:
    """The locked row; opened now when news of the order came before the news of its payment."""
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        open_for(actor, load_order(order_id))
        row = Settlement.objects.select_for_update().get(order_id=order_id)
    return row


def open_for(actor: Actor, order: OrderView) -> bool:
    """Open the settlement of a paid order; False when it was open.

    A line's category is its product's of now, which is what it was when it was ordered a moment
    ago; a product that is gone has none, and the market's common fee.
    """
    cards = list_product_cards({line.product_id for line in order.lines})
    return open_settlement(
        actor=actor,
        order_id=order.id,
        shop_id=order.shop_id,
        buyer_id=order.buyer_id,
        lines=[
            LineMoneyInput(
                line_id=line.id,
                quantity=line.quantity,
                gross_minor=line.payable_minor + line.platform_discount_minor,
                platform_minor=line.platform_discount_minor,
                category=cards[line.product_id].category if line.product_id in cards else "",
            )
            for line in order.lines
        ],
        freight_minor=order.freight_minor,
        currency=order.currency,
    )
