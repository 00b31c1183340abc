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
from jishi.trade.orders.queries.requests import (
    count_requests,
    find_address_change,
    find_invoice,
    find_pickup_code,
    get_invoice_file,
    list_online_goods,
    list_open_changes,
    list_requested_invoices,
)
from jishi.trade.orders.rules import next_steps, timeline
from jishi.trade.orders.rules.batches import read_batch

__all__ = [
    "count_cart",
    "count_orders_of",
    "count_requests",
    "count_shop_orders",
    "count_unfinished",
    "find_address_change",
    "find_invoice",
    "find_order_ref",
    "find_pickup_code",
    "get_cart",
    "get_checkout",
    "get_invoice_file",
    "get_order",
    "has_received",
    "lines_to_quote",
    "list_addresses",
    "list_buyer_obligations",
    "list_lifecycles",
    "list_online_goods",
    "list_open_changes",
    "list_orders",
    "list_orders_of",
    "list_requested_invoices",
    "list_shop_orders",
    "load_checkout",
    "load_order",
    "lock_order",
    "lock_order_view",
    "next_steps",
    "read_batch",
    "timeline",
]
