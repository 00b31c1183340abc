"""Reads of settlement: rows and balances for desks, the money page for everyone concerned."""

from jishi.trade.settlement.queries.money_page import get_money_page
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
    view_share,
)

__all__ = [
    "find_settlement",
    "get_money_page",
    "get_settlement",
    "get_shop_balance",
    "list_due_settlements",
    "list_lifecycles",
    "list_settlements",
    "list_settlements_of",
    "preview_settlement",
    "sum_fees",
    "view_share",
]
