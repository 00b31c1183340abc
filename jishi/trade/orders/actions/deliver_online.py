"""Deliver goods that need no parcel: their contents, and codes of their own."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions._parcel import lock_lines
from jishi.trade.orders.actions.deliver_packages import announce_delivery
from jishi.trade.orders.actions.move_order import move_order, role_in_order
from jishi.trade.orders.errors import NotThisWay
from jishi.trade.orders.queries.orders import load_order, lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView
from jishi.trade.shipping.actions.give_codes import give_codes
from jishi.trade.shipping.queries import get_terms
from jishi.trade.shipping.types import DeliveryMethod


def deliver_online(*, actor: Actor, order_id: UUID) -> OrderView:
    """Give the buyer what was bought; by the system when it is paid, by the shop later.

    A product that has a text and no codes delivers its text. Raises CodesShort, NotThisWay,
    NotFound, NotAllowed, OrderUnpaid, TransitionRefused; nothing is given then.
    """
    require_transaction()
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("system", "merchant"))
    if order.delivery != DeliveryMethod.VIRTUAL:
        raise NotThisWay()
    target, waiting = FulfilmentStatus.DELIVERED, FulfilmentStatus.TO_SHIP
    now = move_order(actor=actor, order=order, target=target, by=by, only_from=waiting)
    for line in lock_lines(order):
        terms = get_terms(line.product_id)
        if terms.unused_codes or not terms.content:
            reference = code_reference(line.id)
            give_codes(
                actor=actor,
                product_id=line.product_id,
                quantity=line.quantity,
                reference=reference,
            )
        line.content, line.shipped_quantity = terms.content, line.quantity
        line.save(update_fields=["content", "shipped_quantity"])
    order.shipped_at = now
    order.save(update_fields=["shipped_at"])
    announce_delivery(order, now)
    return load_order(order.id)


def code_reference(line_id: UUID) -> str:
    """Under which shipping knows the codes of a line."""
    return f"line:{line_id}"
