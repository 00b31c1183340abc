"""Reads of orders: carts, address books, checkouts, orders for buyers and for desks."""

from jishi.trade.orders.queries.buying import (
    count_cart,
    get_cart,
    lines_to_quote,
    list_addresses,
    list_buyer_obligations,
)
from jishi.trade.orders.queries.history import has_received
from jishi.trade.orders.queries.orders import (
    count_orders_of,
    count_shop_orders,
    count_unfinished,
    find_order_ref,
    get_checkout,
    get_order,
    list_lifecycles,
    list_orders,
    list_orders_of,
    list_shop_orders,
    load_checkout,
    load_order,
    lock_order,
    lock_order_view,
)
from jishi.trade.orders.rules import next_steps, timeline

__all__ = [
    "count_cart",
    "count_orders_of",
    "count_shop_orders",
    "count_unfinished",
    "find_order_ref",
    "get_cart",
    "get_checkout",
    "get_order",
    "has_received",
    "lines_to_quote",
    "list_addresses",
    "list_buyer_obligations",
    "list_lifecycles",
    "list_orders",
    "list_orders_of",
    "list_shop_orders",
    "load_checkout",
    "load_order",
    "lock_order",
    "lock_order_view",
    "next_steps",
    "timeline",
]
