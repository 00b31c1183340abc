"""The machines of orders, and what follows from their tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from jishi.trade.catalog.types import Promise
from jishi.trade.orders.rules.invoices import check_tax_number
from jishi.trade.orders.rules.machines import (
    ADDRESS_CHANGE,
    CHECKOUT,
    FULFILMENT,
    INVOICE,
    LIFECYCLES,
    TRANSITIONS,
)
from jishi.trade.orders.rules.steps import next_steps, timeline
from jishi.trade.orders.types import BuyerWord
from jishi.trade.orders.types import CheckoutStatus as C
from jishi.trade.orders.types import FulfilmentStatus as F

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


__all__ = [
    "ADDRESS_CHANGE",
    "CHECKOUT",
    "FULFILMENT",
    "INVOICE",
    "KEY_LIMIT",
    "LIFECYCLES",
    "MAX_ADDRESSES",
    "MAX_CART_LINES",
    "MAX_LINES",
    "NOTE_LIMIT",
    "REASON_LIMIT",
    "RESERVATION_GRACE",
    "TRANSITIONS",
    "buyer_word",
    "check_tax_number",
    "dispatch_hours",
    "next_steps",
    "order_number",
    "timeline",
]
