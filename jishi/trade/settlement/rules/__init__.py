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
from jishi.trade.settlement.rules.payouts import (
    ACCOUNT,
    ATTEMPT,
    FIRST_QUERY,
    HOLD_LENGTH,
    NUMBER,
    PAYOUT,
    query_delay,
    review_reasons,
)
from jishi.trade.settlement.rules.refunds import (
    PLATFORM_FEES,
    PLATFORM_RECEIVABLE,
    LineCut,
    RefundPlan,
    draw,
    list_effects,
    plan_refund,
)
from jishi.trade.settlement.rules.terms import (
    RESERVE_STEPS,
    reserve_rate,
    split_reserve,
    tax_in_fee,
)

__all__ = [
    "ACCOUNT",
    "ATTEMPT",
    "FIRST_QUERY",
    "HOLD_LENGTH",
    "LIFECYCLES",
    "NUMBER",
    "PAYOUT",
    "PLATFORM_FEES",
    "PLATFORM_RECEIVABLE",
    "RESERVE_STEPS",
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
    "query_delay",
    "reserve_rate",
    "review_reasons",
    "shop_account",
    "split_reserve",
    "take_back",
    "tax_in_fee",
]
