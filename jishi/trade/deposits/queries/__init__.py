"""Reads of deposits."""

from jishi.trade.deposits.queries.deposits import deposit_account as deposit_account
from jishi.trade.deposits.queries.deposits import get_deposit as get_deposit
from jishi.trade.deposits.queries.deposits import get_top_up_shop as get_top_up_shop
from jishi.trade.deposits.queries.deposits import list_lifecycles as list_lifecycles
from jishi.trade.deposits.queries.deposits import list_top_ups as list_top_ups
