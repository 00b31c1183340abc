"""Hand goods over to the buyer who fetches them, for the code that the buyer shows."""

from __future__ import annotations

import hmac
from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.rate_limits import check_rate
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.actions.receive_order import announce_receipt
from jishi.trade.orders.errors import NotThisWay, PickupCodeWrong
from jishi.trade.orders.models import Order
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.types import FulfilmentStatus, OrderView
from jishi.trade.shipping.types import DeliveryMethod

TRIES = "20/minute"


def hand_over(
    *, actor: Actor, shop_id: UUID, code: str, order_id: UUID | None = None, idempotency_key: str
) -> OrderView:
    """Give the goods of the order with this code to whoever shows it; that works once.

    For the shop's people; with `order_id` only that order is meant. Raises PickupCodeWrong,
    NotThisWay, NotFound, NotAllowed, OrderUnpaid, TransitionRefused, TooManyRequests.
    """
    check_rate("orders.hand_over", actor.require_person(), TRIES)
    code = code.strip().upper()
    waiting = (
        Order.objects.filter(shop_id=shop_id, pickup_code=code) if code else Order.objects.none()
    )
    if order_id is not None:
        waiting = waiting.filter(id=order_id)
    found = waiting.values_list("id", flat=True).first()
    if found is None:
        raise PickupCodeWrong()
    return answer_once(
        actor=actor,
        action="hand_over",
        order_id=found,
        key=idempotency_key,
        words=(code,),
        run=lambda: _give(actor, found, shop_id, code),
    )


def _give(actor: Actor, order_id: UUID, shop_id: UUID, code: str) -> None:
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("merchant",))
    if order.shop_id != shop_id or not hmac.compare_digest(order.pickup_code, code):
        raise NotFound()
    if order.delivery != DeliveryMethod.PICKUP:
        raise NotThisWay()
    now = move_order(
        actor=actor,
        order=order,
        target=FulfilmentStatus.RECEIVED,
        by=by,
        only_from=FulfilmentStatus.TO_SHIP,
    )
    announce_receipt(order, now, by)
