"""What a shop owes a buyer whom it kept waiting."""

from __future__ import annotations

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.queries import get_balance
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.orders.events import LateCompensated
from jishi.trade.orders.models import Order
from jishi.trade.orders.policies import COMPENSATION_BPS, COMPENSATION_MOST

RECEIVABLE = "platform:receivable"


def compensation_of(paid_minor: int) -> int:
    """So much for goods that were paid with so much: a part of it, up to a limit."""
    return min(paid_minor * COMPENSATION_BPS.get() // 10_000, COMPENSATION_MOST.get())


def compensate_lateness(*, actor: Actor, order: Order, paid_minor: int) -> int:
    """Book it for an order whose dispatch promise is broken, once; gives how much.

    Out of the shop's available money; what is not there the market advances and claims. The
    caller has locked the order.
    """
    amount = compensation_of(paid_minor)
    if order.overdue_at is None or order.compensation_minor or not amount:
        return 0
    purse = f"shop:{order.shop_id}:available"
    has = max(0, get_balance(purse, order.currency).available_minor)
    own = min(has, amount)
    reference = f"order:{order.id}:late"
    post_entry(
        actor=actor,
        business_ref=reference,
        kind="late_compensation",
        postings=[
            PostingInput(purse, -own, order.currency),
            PostingInput(RECEIVABLE, own - amount, order.currency),
            PostingInput(f"person:{order.buyer_id}:available", amount, order.currency),
        ],
        idempotency_key=reference,
        memo=order.number,
    )
    order.compensation_minor = amount
    order.save(update_fields=["compensation_minor"])
    record(
        LateCompensated(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            amount_minor=amount,
            currency=order.currency,
        )
    )
    return amount
