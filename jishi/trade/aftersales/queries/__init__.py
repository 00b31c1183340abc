"""Reads of after-sales: for buyers, desks, the Control room."""

from jishi.foundation.kernel.types import Lifecycle
from jishi.trade.aftersales.queries.cases import (
    count_shop_after_sales,
    find_first_due,
    find_return_address,
    get_after_sale,
    list_after_sales_of,
    list_obligations,
    list_of_orders,
    list_shop_after_sales,
)
from jishi.trade.aftersales.queries.claims import get_claim, may_apply
from jishi.trade.aftersales.queries.disputes import (
    count_disputes_to_rule,
    get_dispute_case,
    list_disputes,
)
from jishi.trade.aftersales.queries.effects import simulate_terms
from jishi.trade.aftersales.rules import LIFECYCLES

__all__ = [
    "count_disputes_to_rule",
    "count_shop_after_sales",
    "find_first_due",
    "find_return_address",
    "get_after_sale",
    "get_claim",
    "get_dispute_case",
    "list_after_sales_of",
    "list_disputes",
    "list_lifecycles",
    "list_obligations",
    "list_of_orders",
    "list_shop_after_sales",
    "may_apply",
    "simulate_terms",
]


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return LIFECYCLES
