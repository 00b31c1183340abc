"""What may happen to an order next, and its way from first to last, read off the tables."""

from __future__ import annotations

from collections.abc import Iterable

from jishi.foundation.kernel.types import Transition
from jishi.trade.orders.rules.machines import FULFILMENT
from jishi.trade.orders.types import CheckoutStatus as C
from jishi.trade.orders.types import FulfilmentStatus as F
from jishi.trade.orders.types import (
    NextStep,
    NodeState,
    OrderView,
    Otherwise,
    PackageView,
    StepAction,
    TimelineNode,
)
from jishi.trade.shipping.types import DeliveryMethod

# Which steps from `to_ship` there are depends on how the goods come to the buyer.
_WAYS = {
    DeliveryMethod.PARCEL: {F.PART_SHIPPED, F.SHIPPED, F.CANCELLED},
    DeliveryMethod.PICKUP: {F.RECEIVED, F.CANCELLED},
    DeliveryMethod.VIRTUAL: {F.DELIVERED, F.CANCELLED},
}

_CODES = {
    DeliveryMethod.PARCEL: ("shipped", "delivered", "received"),
    DeliveryMethod.PICKUP: ("ready", "received"),
    DeliveryMethod.VIRTUAL: ("delivered", "received"),
}


def next_steps(order: OrderView) -> tuple[NextStep, ...]:
    """What may happen next by the tables: by whom, until when, what happens otherwise."""
    if order.payment_status is C.PENDING:
        closes = Otherwise.CHECKOUT_CLOSES
        return (
            NextStep(StepAction.PAY, ("buyer",), order.pay_by, closes, is_expected=True),
            NextStep(StepAction.CANCEL, ("buyer",), None, None),
        )
    if order.payment_status is C.CLOSED:
        return ()
    here, steps = order.fulfilment_status, list[NextStep]()
    for step in FULFILMENT.leaving(here):
        if here is F.TO_SHIP and step.target not in _WAYS[order.delivery]:
            continue
        steps += _steps_of(order, step)
    if here in (F.TO_SHIP, F.PART_SHIPPED) and order.delivery is not DeliveryMethod.PICKUP:
        steps.append(NextStep(StepAction.URGE, ("buyer",), None, None))
    return tuple(steps)


def _steps_of(order: OrderView, step: Transition) -> Iterable[NextStep]:
    here, people = order.fulfilment_status, tuple(role for role in step.by if role != "system")
    if step.target == F.PART_SHIPPED:
        return  # the same act as shipping, with fewer goods in the parcel
    if here is F.TO_SHIP and step.target == F.RECEIVED:
        yield _fetching(order)
    elif here is F.TO_SHIP and step.target == F.DELIVERED:
        yield _shipping(order, StepAction.DELIVER_ONLINE)
    elif step.target == F.SHIPPED:
        yield _shipping(order, StepAction.SHIP)
        if here is F.PART_SHIPPED:
            who = tuple(r for r in people if r != "buyer" or order.is_overdue)
            yield NextStep(StepAction.CANCEL_REST, who, None, None)
    elif step.target == F.CANCELLED:
        yield NextStep(StepAction.CANCEL, people, None, None)
    elif step.target == F.DELIVERED:
        yield NextStep(StepAction.CONFIRM_DELIVERY, step.by, None, None)
    else:
        otherwise = Otherwise.RECEIVED_BY_ITSELF
        yield NextStep(StepAction.RECEIVE, people, order.receive_by, otherwise, is_expected=True)
        if not order.is_receipt_extended:
            yield NextStep(StepAction.EXTEND_RECEIPT, ("buyer",), None, None)


def _shipping(order: OrderView, action: StepAction) -> NextStep:
    late, rest = order.is_overdue, order.fulfilment_status is F.PART_SHIPPED
    otherwise = Otherwise.BUYER_MAY_CANCEL
    if late:
        otherwise = Otherwise.REST_REFUNDED if rest else Otherwise.CANCELLED_WITH_REFUND
    return NextStep(
        action,
        ("merchant",),
        order.cancel_by if late else order.ship_by,
        otherwise,
        is_expected=True,
        is_late=late,
    )


def _fetching(order: OrderView) -> NextStep:
    otherwise = Otherwise.CANCELLED_WITH_REFUND
    return NextStep(
        StepAction.HAND_OVER, ("merchant",), order.cancel_by, otherwise, is_expected=True
    )


def timeline(order: OrderView) -> tuple[TimelineNode, ...]:
    """The order's way from first to last: what is done, where it stands, what is to come."""
    placed = TimelineNode("placed", NodeState.DONE, order.placed_at)
    if order.fulfilment_status is F.CANCELLED:
        return (placed, *_ending(order))
    if order.payment_status is C.PENDING:
        paid = TimelineNode("paid", NodeState.NOW, until=order.pay_by)
        codes = _CODES[order.delivery]
        return (placed, paid, *(TimelineNode(code, NodeState.TO_COME) for code in codes))
    paid = TimelineNode("paid", NodeState.DONE, order.paid_at)
    return (placed, paid, *_way(order))


def _way(order: OrderView) -> Iterable[TimelineNode]:
    here = order.fulfilment_status
    if order.delivery is DeliveryMethod.PICKUP:
        state = NodeState.NOW if here is F.TO_SHIP else NodeState.DONE
        yield TimelineNode("ready", state, order.paid_at, order.cancel_by)
    else:
        if here is F.TO_SHIP:
            yield TimelineNode("packing", NodeState.NOW, until=order.ship_by)
        if order.delivery is DeliveryMethod.PARCEL:
            yield from _parcels(order)
        yield from _delivery(order)
    done = here is F.RECEIVED
    yield TimelineNode(
        "received",
        NodeState.DONE if done else NodeState.TO_COME,
        order.received_at,
        None if done else order.receive_by,
    )


def _parcels(order: OrderView) -> Iterable[TimelineNode]:
    """One node for each parcel; one that is the only one is the order's own step."""
    here, count = order.fulfilment_status, len(order.packages)
    moving = {F.TO_SHIP: NodeState.TO_COME, F.SHIPPED: NodeState.NOW}.get(here, NodeState.DONE)
    if count <= 1 and here is not F.PART_SHIPPED:
        due = order.ship_by if here is F.TO_SHIP else None
        detail = _words_of(order.packages[0]) if count else None
        yield TimelineNode("shipped", moving, order.shipped_at, due, detail)
        return
    for parcel in order.packages:
        arrived = parcel.delivered_at is not None or here in (F.DELIVERED, F.RECEIVED)
        state = NodeState.DONE if arrived else NodeState.NOW
        yield TimelineNode("parcel", state, parcel.shipped_at, None, _words_of(parcel))
    if here is F.PART_SHIPPED:
        due = order.cancel_by if order.is_overdue else order.ship_by
        yield TimelineNode("rest", NodeState.NOW, None, due)


def _words_of(parcel: PackageView) -> dict[str, str]:
    return {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "number": str(parcel.number),
        "pieces": str(parcel.count),
    }


def _delivery(order: OrderView) -> Iterable[TimelineNode]:
    here = order.fulfilment_status
    if here is F.DELIVERED:
        yield TimelineNode("delivered", NodeState.NOW, order.delivered_at)
    elif order.delivered_at is not None:
        yield TimelineNode("delivered", NodeState.DONE, order.delivered_at)
    elif here is not F.RECEIVED:  # one received without a confirmed delivery skips the node
        yield TimelineNode("delivered", NodeState.TO_COME)


def _ending(order: OrderView) -> Iterable[TimelineNode]:
    if order.paid_at is not None:
        yield TimelineNode("paid", NodeState.DONE, order.paid_at)
    detail = {"by": order.cancelled_by, "reason": order.cancel_reason}
    waits = order.refund_minor > 0 and order.refunded_at is None
    yield TimelineNode("cancelled", NodeState.DONE, order.cancelled_at, None, detail)
    if order.refund_minor:
        state = NodeState.NOW if waits else NodeState.DONE
        yield TimelineNode("refunded", state, order.refunded_at)
