"""The one place where an order's goods change their state, and who may ask for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.models import Order, OrderMove
from jishi.trade.orders.queries.orders import load_order
from jishi.trade.orders.rules import FULFILMENT
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus, OrderView
from jishi.trade.shops.queries import has_shop_right
from jishi.trade.shops.types import Right

_STAMPS = {
    FulfilmentStatus.PART_SHIPPED: "shipped_at",
    FulfilmentStatus.SHIPPED: "shipped_at",
    FulfilmentStatus.DELIVERED: "delivered_at",
    FulfilmentStatus.RECEIVED: "received_at",
    FulfilmentStatus.CANCELLED: "cancelled_at",
}


def move_order(
    *,
    actor: Actor,
    order: Order,
    target: FulfilmentStatus,
    by: str,
    note: str = "",
    only_from: FulfilmentStatus | None = None,
) -> datetime:
    """Take a step that FULFILMENT allows `by`, with history and audit; returns when.

    `only_from` narrows it to one state. The caller has locked `order` and saves it. Raises
    OrderUnpaid, TransitionRefused.
    """
    source = order.fulfilment_status
    if order.payment_status == CheckoutStatus.PENDING:
        raise OrderUnpaid()
    if only_from is not None and source != only_from:
        raise TransitionRefused(status=source, to=target, machine=FULFILMENT.name, by=by)
    FULFILMENT.check(source, target, by)
    now = clock.now()
    order.fulfilment_status = target
    setattr(order, _STAMPS[target], now)
    OrderMove.objects.create(
        order=order,
        machine="fulfilment",
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note,
        at=now,
    )
    audit(
        actor=actor,
        action=f"order_{target}",
        subject_kind="order",
        subject_id=order.id,
        detail={"from": source, "by": by, "note": note},
    )
    return now


def role_in_order(actor: Actor, order: Order, allowed: Sequence[str]) -> str:
    """In which of the `allowed` roles the actor may touch the order.

    Raises NotAllowed for somebody who may see it, NotFound for a stranger.
    """
    for role in allowed:
        if _has(actor, order, role):
            return role
    if any(_has(actor, order, role) for role in ("buyer", "operator", "merchant")):
        raise NotAllowed()
    raise NotFound()


def _has(actor: Actor, order: Order, role: str) -> bool:
    if role == "system":
        return actor.kind is ActorKind.SYSTEM
    if role == "operator":
        return actor.is_operator
    if actor.person_id is None:
        return False
    if role == "buyer":
        return actor.person_id == order.buyer_id
    return has_shop_right(actor.person_id, order.shop_id, Right.SHIP)


def answer_once(
    *,
    actor: Actor,
    action: str,
    order_id: UUID,
    key: str,
    words: Sequence[str] = (),
    run: Callable[[], object],
) -> OrderView:
    """Run a step of an order once per key; a repeated request gets the order as it is now."""
    require_transaction()

    def first() -> UUID:
        run()
        return order_id

    once(
        scope=f"orders.{action}",
        owner=actor.person_id or actor.kind,
        key=key,
        value=[str(order_id), *words],
        kind=UUID,
        run=first,
    )
    return load_order(order_id)
