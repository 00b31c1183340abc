"""The lives of settlements and shares, as data."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.settlement.rules.payouts import ACCOUNT, ATTEMPT, PAYOUT
from jishi.trade.settlement.types import SettlementStatus as S
from jishi.trade.settlement.types import ShareStatus

SETTLEMENT = Lifecycle(
    "settlement",
    S.HELD,
    (
        Transition(
            S.HELD,
            S.SETTLED,
            ("system",),
            after=timedelta(days=7),
            policy="settlement.return_window_days",
        ),
        Transition(S.HELD, S.CANCELLED, ("system",)),
    ),
)
SHARE = Lifecycle(
    "settlement.share",
    ShareStatus.PENDING,
    (
        Transition(ShareStatus.PENDING, ShareStatus.SETTLED, ("system",)),
        Transition(ShareStatus.PENDING, ShareStatus.CANCELLED, ("system",)),
        Transition(ShareStatus.SETTLED, ShareStatus.TAKEN_BACK, ("system",)),
    ),
)
LIFECYCLES = (SETTLEMENT, SHARE, PAYOUT, ATTEMPT, ACCOUNT)
TRANSITIONS = tuple(step for machine in LIFECYCLES for step in machine.transitions)
