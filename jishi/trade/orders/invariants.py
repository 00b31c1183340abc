"""Questions about checkouts and orders that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("orders", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


def totals_that_do_not_add_up() -> list[Breach]:
    """Is there a checkout that is not the sum of its orders, or an order not of its lines?"""
    checkouts = _ask(
        "totals_that_do_not_add_up",
        "SELECT c.id, c.total_minor, c.payable_minor, sum(o.total_minor), sum(o.payable_minor)"
        " FROM orders_checkout c"
        " LEFT JOIN orders_order o ON o.checkout_id = c.id GROUP BY c.id"
        " HAVING (c.total_minor, c.payable_minor)"
        " <> (coalesce(sum(o.total_minor), 0), coalesce(sum(o.payable_minor), 0))",
    )
    return checkouts + _ask(
        "totals_that_do_not_add_up",
        "SELECT o.id, o.total_minor, o.payable_minor, sum(l.total_minor), sum(l.payable_minor)"
        " FROM orders_order o"
        " LEFT JOIN orders_orderline l ON l.order_id = o.id GROUP BY o.id"
        " HAVING (o.total_minor, o.payable_minor - o.freight_minor)"
        " <> (coalesce(sum(l.total_minor), 0), coalesce(sum(l.payable_minor), 0))",
    )


def discounts_nobody_explains() -> list[Breach]:
    """Is there a line whose adjustments do not sum to what was taken off it, by who pays?"""
    return _ask(
        "discounts_nobody_explains",
        "SELECT l.id, l.shop_discount_minor, l.platform_discount_minor, l.adjustments"
        " FROM orders_orderline l CROSS JOIN LATERAL ("
        " SELECT coalesce(sum((a->>'amount_minor')::bigint)"
        "   FILTER (WHERE a->>'funder' = 'platform'), 0) AS platform,"
        " coalesce(sum((a->>'amount_minor')::bigint)"
        "   FILTER (WHERE a->>'funder' <> 'platform'), 0) AS shop"
        " FROM jsonb_array_elements(l.adjustments) a) said"
        " WHERE (l.shop_discount_minor, l.platform_discount_minor) <> (said.shop, said.platform)",
    )


def orders_apart_from_their_checkout() -> list[Breach]:
    """Is there an order whose payment stands otherwise than its checkout's?"""
    return _ask(
        "orders_apart_from_their_checkout",
        "SELECT o.id, o.payment_status, c.status, o.fulfilment_status FROM orders_order o"
        " JOIN orders_checkout c ON c.id = o.checkout_id WHERE o.payment_status <> c.status"
        " OR (c.status = 'closed' AND o.fulfilment_status <> 'cancelled')",
    )


def orders_off_their_history() -> list[Breach]:
    """Is there an order or checkout in a state that its history did not end in?"""
    orders = _ask(
        "orders_off_their_history",
        "SELECT o.id, o.fulfilment_status, m.target FROM orders_order o"
        " LEFT JOIN LATERAL (SELECT target FROM orders_ordermove WHERE order_id = o.id"
        "  ORDER BY at DESC, id DESC LIMIT 1) m ON true"
        " WHERE o.fulfilment_status <> coalesce(m.target, 'to_ship')",
    )
    return orders + _ask(
        "orders_off_their_history",
        "SELECT c.id, c.status, m.target FROM orders_checkout c"
        " LEFT JOIN LATERAL (SELECT target FROM orders_ordermove WHERE checkout_id = c.id"
        "  ORDER BY at DESC, id DESC LIMIT 1) m ON true"
        " WHERE c.status <> coalesce(m.target, 'pending')",
    )


def cancelled_paid_orders_without_refund() -> list[Breach]:
    """Is there a paid order that was cancelled and not refunded in full?"""
    return _ask(
        "cancelled_paid_orders_without_refund",
        "SELECT id, payable_minor, refund_minor FROM orders_order WHERE payment_status = 'paid'"
        " AND fulfilment_status = 'cancelled' AND refund_minor <> payable_minor",
    )


def paid_orders_without_deadline() -> list[Breach]:
    """Is there an order that waits for somebody and would wait for ever?"""
    return _ask(
        "paid_orders_without_deadline",
        "SELECT id, fulfilment_status FROM orders_order WHERE payment_status = 'paid' AND"
        " ((fulfilment_status IN ('to_ship', 'part_shipped')"
        " AND (ship_by IS NULL OR cancel_by IS NULL)) OR"
        " (fulfilment_status IN ('shipped', 'delivered') AND receive_by IS NULL))",
    )


def shipped_orders_without_package() -> list[Breach]:
    """Is there an order on its way that no parcel belongs to?"""
    return _ask(
        "shipped_orders_without_package",
        "SELECT o.id, o.fulfilment_status FROM orders_order o WHERE o.fulfilment_status IN"
        " ('part_shipped', 'shipped', 'delivered', 'received') AND o.delivery = 'parcel'"
        " AND NOT EXISTS"
        " (SELECT 1 FROM orders_package k WHERE k.order_id = o.id)",
    )


def parcels_that_do_not_add_up() -> list[Breach]:
    """Is there a line of which the parcels hold more or less than was shipped?"""
    return _ask(
        "parcels_that_do_not_add_up",
        "SELECT l.id, l.shipped_quantity, sum(p.quantity) FROM orders_orderline l"
        " JOIN orders_order o ON o.id = l.order_id AND o.delivery = 'parcel'"
        " LEFT JOIN orders_packageline p ON p.line_id = l.id GROUP BY l.id"
        " HAVING l.shipped_quantity <> coalesce(sum(p.quantity), 0)",
    )


def shipped_orders_with_a_rest() -> list[Breach]:
    """Is there an order that counts as shipped while something of it is not, or the reverse?"""
    return _ask(
        "shipped_orders_with_a_rest",
        "SELECT o.id, o.fulfilment_status FROM orders_order o WHERE o.delivery = 'parcel'"
        " AND ((o.fulfilment_status IN ('shipped', 'delivered', 'received'))"
        " <> NOT EXISTS (SELECT 1"
        " FROM orders_orderline l WHERE l.order_id = o.id"
        " AND l.quantity > l.shipped_quantity + l.cancelled_quantity))"
        " AND o.fulfilment_status <> 'cancelled'",
    )


def late_orders_paid_for_twice() -> list[Breach]:
    """Is there a compensation that the ledger does not know, or knows otherwise?"""
    return _ask(
        "late_orders_paid_for_twice",
        "SELECT o.id, o.compensation_minor FROM orders_order o WHERE o.compensation_minor > 0"
        " AND o.compensation_minor <> (SELECT coalesce(sum(p.amount_minor), 0)"
        " FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id"
        " WHERE e.business_ref = 'order:' || o.id || ':late' AND p.amount_minor > 0)",
    )
