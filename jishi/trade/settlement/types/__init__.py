"""What crosses the doors of settlement."""

from jishi.trade.settlement.types.refunds import (
    PartEffect,
    Refundable,
    RefundableLine,
    RefundItem,
    RefundOutcome,
    RefundSimulation,
)
from jishi.trade.settlement.types.settlements import (
    Division,
    LineMoneyInput,
    LineView,
    MoneyLine,
    MoneyPage,
    MoneyPart,
    SettlementView,
    ShareView,
    ShopBalance,
)
from jishi.trade.settlement.types.states import PartRole, SettlementStatus, ShareRole, ShareStatus

__all__ = [
    "Division",
    "LineMoneyInput",
    "LineView",
    "MoneyLine",
    "MoneyPage",
    "MoneyPart",
    "PartEffect",
    "PartRole",
    "RefundItem",
    "RefundOutcome",
    "RefundSimulation",
    "Refundable",
    "RefundableLine",
    "SettlementStatus",
    "SettlementView",
    "ShareRole",
    "ShareStatus",
    "ShareView",
    "ShopBalance",
]
