"""The lives of a payment and of a refund, and when a provider is asked again."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.payments.types import PaymentStatus as P
from jishi.trade.payments.types import RefundStatus as R

PAYMENT = Lifecycle(
    "payment",
    P.PENDING,
    (
        Transition(P.PENDING, P.PAID, ("provider",)),
        Transition(
            P.PENDING,
            P.CLOSED,
            ("buyer", "provider", "operator", "system"),
        ),
    ),
)
REFUND = Lifecycle(
    "refund",
    R.REQUESTED,
    (
        Transition(R.REQUESTED, R.SUCCEEDED, ("provider",)),
        Transition(R.REQUESTED, R.FAILED, ("provider",)),
        Transition(R.FAILED, R.REQUESTED, ("operator",)),
    ),
)
LIFECYCLES = (PAYMENT, REFUND)
TRANSITIONS = (*PAYMENT.transitions, *REFUND.transitions)

DESCRIPTION_LIMIT = 120
REASON_LIMIT = 200
# Whoever opened a payment closes it at its end; this is for one that nobody closed.
GRACE = timedelta(minutes=5)


def next_query_delay(asked: int, *, is_pending: bool) -> timedelta | None:
    """How long to wait before asking the provider again, for a notice may never come.

    A pending payment is asked about after 15 s, then ever more rarely up to each 5 min; a closed
    one from a minute to a day after, for money that comes late. None: not any more.
    """
    if is_pending:
        return timedelta(seconds=min(300, 15 * 2 ** min(asked, 10)))
    wait = timedelta(minutes=4 ** min(asked, 10))
    return wait if wait <= timedelta(days=3) else None
