"""The lives of payouts and of the accounts they go to; when a payout is looked at by hand."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.settlement.types import AccountStatus as A
from jishi.trade.settlement.types import AttemptStatus as T
from jishi.trade.settlement.types import PayoutStatus as P
from jishi.trade.settlement.types import ReviewReason

PAYOUT = Lifecycle(
    "settlement.payout",
    P.REQUESTED,
    (
        Transition(P.REQUESTED, P.REVIEWED, ("operator", "system")),
        Transition(P.REQUESTED, P.CANCELLED, ("owner", "operator")),
        Transition(P.REVIEWED, P.IN_TRANSIT, ("system",)),
        Transition(P.REVIEWED, P.CANCELLED, ("owner", "operator")),
        Transition(P.IN_TRANSIT, P.SUCCEEDED, ("provider",)),
        Transition(P.IN_TRANSIT, P.FAILED, ("provider",)),
        Transition(P.FAILED, P.REVIEWED, ("owner", "operator")),
    ),
)
ATTEMPT = Lifecycle(
    "settlement.payout_attempt",
    T.SENT,
    (
        Transition(T.SENT, T.SUCCEEDED, ("provider",)),
        Transition(T.SENT, T.FAILED, ("provider",)),
    ),
)
ACCOUNT = Lifecycle(
    "settlement.payout_account",
    A.UNVERIFIED,
    (
        Transition(A.UNVERIFIED, A.VERIFIED, ("provider",)),
        Transition(A.UNVERIFIED, A.REJECTED, ("provider",)),
        Transition(A.UNVERIFIED, A.REMOVED, ("owner",)),
        Transition(A.VERIFIED, A.REMOVED, ("owner",)),
        Transition(A.REJECTED, A.REMOVED, ("owner",)),
    ),
)
NUMBER = re.compile(r"[0-9]{8,30}")
# A hold ends by itself one day; a payout never waits as long.
HOLD_LENGTH = timedelta(days=3650)
FIRST_QUERY = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=6)


def query_delay(asked_for: timedelta) -> timedelta:
    """How long to wait before asking a provider again: half of how long it has taken so far."""
    return min(max(asked_for / 2, FIRST_QUERY), LONGEST_WAIT)


def review_reasons(
    *,
    amount_minor: int,
    large_minor: int,
    verified_at: datetime,
    new_for: timedelta,
    now: datetime,
    owed_minor: int,
) -> tuple[ReviewReason, ...]:
    """Why a payout is to be looked at by hand; none of them, and it goes by itself."""
    found = []
    if amount_minor >= large_minor:
        found.append(ReviewReason.LARGE)
    if now - verified_at < new_for:
        found.append(ReviewReason.NEW_ACCOUNT)
    if owed_minor:
        found.append(ReviewReason.OWES)
    return tuple(found)
