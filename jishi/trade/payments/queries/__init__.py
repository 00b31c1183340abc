"""Reads of payments, refunds, providers on offer, and the sandbox's own books."""

from jishi.trade.payments.queries.offers import (
    get_default_provider,
    is_configured,
    list_offered_providers,
)
from jishi.trade.payments.queries.payments import (
    find_payment,
    get_payment,
    get_payment_of,
    get_refund,
    get_refund_order,
    list_attempts,
    list_lifecycles,
    list_overdue_payments,
    list_payments,
    list_payments_of,
    list_refunds,
    load_payment,
    lock_refund,
    view_attempts,
    view_charge_of,
    view_payment,
    view_refund,
)
from jishi.trade.payments.queries.sandbox import (
    get_sandbox_charge,
    view_charge,
)

__all__ = [
    "find_payment",
    "get_default_provider",
    "get_payment",
    "get_payment_of",
    "get_refund",
    "get_refund_order",
    "get_sandbox_charge",
    "is_configured",
    "list_attempts",
    "list_lifecycles",
    "list_offered_providers",
    "list_overdue_payments",
    "list_payments",
    "list_payments_of",
    "list_refunds",
    "load_payment",
    "lock_refund",
    "view_attempts",
    "view_charge",
    "view_charge_of",
    "view_payment",
    "view_refund",
]
