"""Payments, refunds, chargebacks and bills as they cross the door; ports to both sides."""

from jishi.trade.payments.types.bills import (
    BillKind,
    BillLine,
    BillResult,
    DifferenceKind,
    DifferenceStatus,
    DifferenceView,
    Finding,
    Movement,
)
from jishi.trade.payments.types.consumers import (
    PaymentConsumer,
    find_consumer,
    register_consumer,
)
from jishi.trade.payments.types.disputes import (
    DisputeState,
    DisputeStatus,
    DisputeView,
)
from jishi.trade.payments.types.payments import (
    PaymentStatus,
    PaymentView,
    RefundStatus,
    RefundView,
)
from jishi.trade.payments.types.providers import (
    ChargeStatus,
    NoticeAnswer,
    NoticeOutcome,
    NoticeRef,
    NoticeSubject,
    PaymentProvider,
    Proceed,
    ProceedKind,
    ProviderCode,
    ProviderState,
    RefundOrder,
    RefundState,
    Terminal,
    Visit,
)
from jishi.trade.payments.types.sandbox import (
    SandboxButton,
    SandboxNotices,
    SandboxView,
)

__all__ = [
    "BillKind",
    "BillLine",
    "BillResult",
    "ChargeStatus",
    "DifferenceKind",
    "DifferenceStatus",
    "DifferenceView",
    "DisputeState",
    "DisputeStatus",
    "DisputeView",
    "Finding",
    "Movement",
    "NoticeAnswer",
    "NoticeOutcome",
    "NoticeRef",
    "NoticeSubject",
    "PaymentConsumer",
    "PaymentProvider",
    "PaymentStatus",
    "PaymentView",
    "Proceed",
    "ProceedKind",
    "ProviderCode",
    "ProviderState",
    "RefundOrder",
    "RefundState",
    "RefundStatus",
    "RefundView",
    "SandboxButton",
    "SandboxNotices",
    "SandboxView",
    "Terminal",
    "Visit",
    "find_consumer",
    "register_consumer",
]
