"""Machines, stacking rules and prices; pure."""

from jishi.trade.promotions.rules.lifecycles import (
    CLAIM,
    COUPON,
    DEAL,
    GROUP,
    LIFECYCLES,
    TRANSITIONS,
)
from jishi.trade.promotions.rules.pricing import price
from jishi.trade.promotions.rules.stacking import STACKING, WHOLE_PPM, HeldCoupon, Offers

__all__ = [
    "CLAIM",
    "COUPON",
    "DEAL",
    "GROUP",
    "LIFECYCLES",
    "STACKING",
    "TRANSITIONS",
    "WHOLE_PPM",
    "HeldCoupon",
    "Offers",
    "price",
]
