"""Tables of payments, by noun."""

from jishi.trade.payments.models.payments import (
    Payment,
    PaymentNotice,
    PaymentStep,
    Refund,
    RefundStep,
)
from jishi.trade.payments.models.sandbox import SandboxCharge, SandboxNotice, SandboxRefund

__all__ = [
    "Payment",
    "PaymentNotice",
    "PaymentStep",
    "Refund",
    "RefundStep",
    "SandboxCharge",
    "SandboxNotice",
    "SandboxRefund",
]
