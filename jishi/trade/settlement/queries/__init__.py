"""Reads of settlement: rows and balances for desks, the money page for everyone concerned."""

from jishi.trade.settlement.queries.money_page import get_money_page
from jishi.trade.settlement.queries.refunds import (
    find_refund,
    find_sources,
    list_refunds,
    refundable,
    simulate_refund,
    view_refund,
)
from jishi.trade.settlement.queries.settlements import (
    find_settlement,
    get_settlement,
    get_shop_balance,
    list_due_settlements,
    list_lifecycles,
    list_settlements,
    list_settlements_of,
    preview_settlement,
    sum_fees,
    view_settlement,
    view_share,
)

__all__ = [
    "find_refund",
    "find_settlement",
    "find_sources",
    "get_money_page",
    "get_settlement",
    "get_shop_balance",
    "list_due_settlements",
    "list_lifecycles",
    "list_refunds",
    "list_settlements",
    "list_settlements_of",
    "preview_settlement",
    "refundable",
    "simulate_refund",
    "sum_fees",
    "view_refund",
    "view_settlement",
    "view_share",
]
