"""The machines of coupons, deals and groups."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel.types import Lifecycle, Transition
from jishi.trade.promotions.types import ClaimStatus, CouponStatus, DealStatus, GroupStatus

COUPON = Lifecycle(
    "promotions.coupon",
    CouponStatus.LIVE,
    (Transition(CouponStatus.LIVE, CouponStatus.STOPPED, ("merchant", "operator")),),
)
DEAL = Lifecycle(
    "promotions.deal",
    DealStatus.LIVE,
    (Transition(DealStatus.LIVE, DealStatus.STOPPED, ("merchant", "operator")),),
)
CLAIM = Lifecycle(
    "promotions.claim",
    ClaimStatus.HELD,
    (
        Transition(ClaimStatus.HELD, ClaimStatus.LOCKED, ("buyer",)),
        Transition(ClaimStatus.LOCKED, ClaimStatus.HELD, ("system",)),
        Transition(ClaimStatus.LOCKED, ClaimStatus.USED, ("system",)),
        # An order that is refunded in full gives its coupon back.
        Transition(ClaimStatus.USED, ClaimStatus.HELD, ("system",)),
        Transition(ClaimStatus.HELD, ClaimStatus.EXPIRED, ("system",), timedelta()),
    ),
)
GROUP = Lifecycle(
    "promotions.group",
    GroupStatus.OPEN,
    (
        Transition(GroupStatus.OPEN, GroupStatus.FORMED, ("system",)),
        Transition(GroupStatus.OPEN, GroupStatus.FAILED, ("system",), timedelta(hours=24)),
    ),
)
LIFECYCLES = (COUPON, CLAIM, DEAL, GROUP)
TRANSITIONS = tuple(step for machine in LIFECYCLES for step in machine.transitions)
