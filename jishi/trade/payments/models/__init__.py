"""Tables of payments, by noun."""

from jishi.trade.payments.models.bills import Bill, BillEntry, Difference
from jishi.trade.payments.models.disputes import Dispute, DisputeStep
from jishi.trade.payments.models.payments import (
    Payment,
    PaymentNotice,
    PaymentStep,
    Refund,
    RefundStep,
)
from jishi.trade.payments.models.sandbox import (
    SandboxCharge,
    SandboxDispute,
    SandboxNotice,
    SandboxRefund,
)

__all__ = [
    "Bill",
    "BillEntry",
    "Difference",
    "Dispute",
    "DisputeStep",
    "Payment",
    "PaymentNotice",
    "PaymentStep",
    "Refund",
    "RefundStep",
    "SandboxCharge",
    "SandboxDispute",
    "SandboxNotice",
    "SandboxRefund",
]
