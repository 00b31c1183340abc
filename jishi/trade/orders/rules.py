"""The machines of a checkout and of an order's goods, and what follows from their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.catalog.types import Promise
from jishi.trade.orders.types import (
    BuyerWord,
    NextStep,
    NodeState,
    OrderView,
    Otherwise,
    StepAction,
    TimelineNode,
)
from jishi.trade.orders.types import CheckoutStatus as C
from jishi.trade.orders.types import FulfilmentStatus as F

CHECKOUT = Lifecycle(
    "orders.checkout",
    C.PENDING,
    (
        Transition(C.PENDING, C.PAID, ("provider",)),
        Transition(
            C.PENDING,
            C.CLOSED,
            ("buyer", "provider", "system"),
            timedelta(minutes=30),
            "orders.unpaid_minutes",
        ),
    ),
)
FULFILMENT = Lifecycle(
    "orders.fulfilment",
    F.TO_SHIP,
    (
        Transition(F.TO_SHIP, F.SHIPPED, ("merchant",)),
        Transition(
            F.TO_SHIP,
            F.CANCELLED,
            ("buyer", "merchant", "operator", "system"),
            timedelta(days=9),
            "orders.undispatched_days",
        ),
        Transition(F.SHIPPED, F.DELIVERED, ("operator", "system")),
        Transition(
            F.SHIPPED,
            F.RECEIVED,
            ("buyer", "system"),
            timedelta(days=10),
            "orders.receipt_days_shipped",
        ),
        Transition(
            F.DELIVERED,
            F.RECEIVED,
            ("buyer", "system"),
            timedelta(days=7),
            "orders.receipt_days_delivered",
        ),
    ),
)
LIFECYCLES = (CHECKOUT, FULFILMENT)
TRANSITIONS = (*CHECKOUT.transitions, *FULFILMENT.transitions)

MAX_LINES = 50
MAX_CART_LINES = 120
MAX_ADDRESSES = 20
NOTE_LIMIT = 200
REASON_LIMIT = 200
KEY_LIMIT = 120
# Stock outlives the checkout a little: the payment that races the closing finds it there.
RESERVATION_GRACE = timedelta(minutes=10)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_SPACE = 32**6
_ODD = 387_420_489  # odd, so that multiplying by it visits every number once


def order_number(day: str, sequence: int) -> str:
    """`20261122-7K2M9Q`: distinct for distinct sequence numbers below 32^6, without order."""
    value = (sequence * _ODD + 123_456_789) % _SPACE
    digits = ""
    for _ in range(6):
        value, digit = divmod(value, 32)
        digits = _ALPHABET[digit] + digits
    return f"{day}-{digits}"


def dispatch_hours(promises: Iterable[Promise], default: int) -> int:
    """Hours to ship within: the quickest promise made, or the market's default."""
    hours = [p.dispatch_hours for p in promises if p.dispatch_hours is not None]
    return min(hours, default=default)


def buyer_word(
    payment: C, fulfilment: F, refund_minor: int, refunded_at: datetime | None
) -> BuyerWord:
    """The one word for a buyer."""
    if payment is C.PENDING:
        return BuyerWord.TO_PAY
    if fulfilment is F.CANCELLED:
        if not refund_minor:
            return BuyerWord.CANCELLED
        return BuyerWord.REFUNDED if refunded_at else BuyerWord.REFUNDING
    if fulfilment is F.TO_SHIP:
        return BuyerWord.TO_SHIP
    return BuyerWord.RECEIVED if fulfilment is F.RECEIVED else BuyerWord.TO_RECEIVE


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
    steps = []
    for step in FULFILMENT.leaving(order.fulfilment_status):
        people = tuple(role for role in step.by if role != "system")
        if step.target == F.SHIPPED:
            steps.append(_shipping(order, people))
        elif step.target == F.CANCELLED:
            steps.append(NextStep(StepAction.CANCEL, people, None, None))
        elif step.target == F.DELIVERED:
            steps.append(NextStep(StepAction.CONFIRM_DELIVERY, step.by, None, None))
        else:
            steps.append(
                NextStep(
                    StepAction.RECEIVE,
                    people,
                    order.receive_by,
                    Otherwise.RECEIVED_BY_ITSELF,
                    is_expected=True,
                )
            )
            if not order.is_receipt_extended:
                steps.append(NextStep(StepAction.EXTEND_RECEIPT, ("buyer",), None, None))
    return tuple(steps)


def _shipping(order: OrderView, people: tuple[str, ...]) -> NextStep:
    late = order.is_overdue
    return NextStep(
        StepAction.SHIP,
        people,
        order.cancel_by if late else order.ship_by,
        Otherwise.CANCELLED_WITH_REFUND if late else Otherwise.BUYER_MAY_CANCEL,
        is_expected=True,
        is_late=late,
    )


def timeline(order: OrderView) -> tuple[TimelineNode, ...]:
    """The order's way from first to last: what is done, where it stands, what is to come."""
    placed = TimelineNode("placed", NodeState.DONE, order.placed_at)
    if order.fulfilment_status is F.CANCELLED:
        return (placed, *_ending(order))
    if order.payment_status is C.PENDING:
        paid = TimelineNode("paid", NodeState.NOW, until=order.pay_by)
        codes = ("shipped", "delivered", "received")
        return (placed, paid, *(TimelineNode(code, NodeState.TO_COME) for code in codes))
    paid = TimelineNode("paid", NodeState.DONE, order.paid_at)
    return (placed, paid, *_way(order))


def _way(order: OrderView) -> Iterable[TimelineNode]:
    here = order.fulfilment_status
    if here is F.TO_SHIP:
        yield TimelineNode("packing", NodeState.NOW, until=order.ship_by)
    parcel = order.packages[-1] if order.packages else None
    detail = None
    if parcel is not None:
        detail = {"carrier": parcel.carrier, "tracking_number": parcel.tracking_number}
    state = {F.TO_SHIP: NodeState.TO_COME, F.SHIPPED: NodeState.NOW}.get(here, NodeState.DONE)
    due = order.ship_by if here is F.TO_SHIP else None
    yield TimelineNode("shipped", state, order.shipped_at, due, detail)
    if here is F.DELIVERED:
        yield TimelineNode("delivered", NodeState.NOW, order.delivered_at)
    elif order.delivered_at is not None:
        yield TimelineNode("delivered", NodeState.DONE, order.delivered_at)
    elif here is not F.RECEIVED:  # one received without a confirmed delivery skips the node
        yield TimelineNode("delivered", NodeState.TO_COME)
    done = here is F.RECEIVED
    yield TimelineNode(
        "received",
        NodeState.DONE if done else NodeState.TO_COME,
        order.received_at,
        None if done else order.receive_by,
    )


def _ending(order: OrderView) -> Iterable[TimelineNode]:
    if order.paid_at is not None:
        yield TimelineNode("paid", NodeState.DONE, order.paid_at)
    detail = {"by": order.cancelled_by, "reason": order.cancel_reason}
    waits = order.refund_minor > 0 and order.refunded_at is None
    yield TimelineNode("cancelled", NodeState.DONE, order.cancelled_at, None, detail)
    if order.refund_minor:
        state = NodeState.NOW if waits else NodeState.DONE
        yield TimelineNode("refunded", state, order.refunded_at)
