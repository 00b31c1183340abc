"""The machines of settlement, and the arithmetic of dividing and taking back; pure."""

from jishi.trade.settlement.rules.division import (
    WHOLE_PPM,
    divide,
    order_escrow,
    platform_back,
    shop_account,
    take_back,
)
from jishi.trade.settlement.rules.machines import LIFECYCLES, SETTLEMENT, SHARE, TRANSITIONS
from jishi.trade.settlement.rules.refunds import (
    PLATFORM_FEES,
    PLATFORM_RECEIVABLE,
    LineCut,
    RefundPlan,
    draw,
    list_effects,
    plan_refund,
)

__all__ = [
    "LIFECYCLES",
    "PLATFORM_FEES",
    "PLATFORM_RECEIVABLE",
    "SETTLEMENT",
    "SHARE",
    "TRANSITIONS",
    "WHOLE_PPM",
    "LineCut",
    "RefundPlan",
    "divide",
    "draw",
    "list_effects",
    "order_escrow",
    "plan_refund",
    "platform_back",
    "shop_account",
    "take_back",
]
