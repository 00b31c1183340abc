"""The life of a payment into a deposit, and how one is given back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.deposits.types import TopUpStatus as T

TOP_UP = Lifecycle(
    "deposits.top_up",
    T.PENDING,
    (
        Transition(T.PENDING, T.PAID, ("provider",)),
        Transition(T.PENDING, T.CLOSED, ("provider", "system")),
        Transition(T.PAID, T.RETURNED, ("owner", "operator")),
    ),
)
TRANSITIONS = TOP_UP.transitions
MIN_MINOR = 100


def split_return(
    balance_minor: int, paid: Sequence[tuple[UUID, int]]
) -> tuple[tuple[UUID, int], ...]:
    """How much of a balance goes back through each payment, in the order given.

    What was taken out of the deposit meanwhile is missing from the last ones.
    """
    parts, left = [], balance_minor
    for payment_id, amount in paid:
        part = min(left, amount)
        if part > 0:
            parts.append((payment_id, part))
            left -= part
    return tuple(parts)
