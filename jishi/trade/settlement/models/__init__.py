"""Tables of settlement."""

from jishi.trade.settlement.models.payouts import (
    Payout,
    PayoutAccount,
    PayoutAttempt,
    PayoutNotice,
    PayoutStep,
    SandboxTransfer,
)
from jishi.trade.settlement.models.settlements import (
    CommissionLine,
    OrderRefund,
    Receivable,
    RefundLine,
    Settlement,
    SettlementBlock,
    SettlementLine,
    SettlementStep,
)
from jishi.trade.settlement.models.terms import FeeRule, FundBudget, FundGrant, Reserve, TaxData

__all__ = [
    "CommissionLine",
    "FeeRule",
    "FundBudget",
    "FundGrant",
    "OrderRefund",
    "Payout",
    "PayoutAccount",
    "PayoutAttempt",
    "PayoutNotice",
    "PayoutStep",
    "Receivable",
    "RefundLine",
    "Reserve",
    "SandboxTransfer",
    "Settlement",
    "SettlementBlock",
    "SettlementLine",
    "SettlementStep",
    "TaxData",
]
