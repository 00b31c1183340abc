"""Questions about the catalog that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("catalog", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


def stock_reserved_without_reservation() -> list[Breach]:
    """Is there stock promised other than by the reservations that are held?"""
    return _ask(
        "stock_reserved_without_reservation",
        "SELECT t.sku_id, t.warehouse_id, t.reserved, coalesce(sum(r.quantity), 0)"
        " FROM catalog_stock t LEFT JOIN catalog_reservation r ON r.sku_id = t.sku_id"
        " AND r.warehouse_id = t.warehouse_id AND r.status = 'held'"
        " GROUP BY t.sku_id, t.warehouse_id"
        " HAVING t.reserved <> coalesce(sum(r.quantity), 0)",
    )


def stock_without_history() -> list[Breach]:
    """Is there stock that its changes and sales do not add up to?"""
    return _ask(
        "stock_without_history",
        "SELECT t.sku_id, t.warehouse_id, t.on_hand, c.n, s.n FROM catalog_stock t"
        " CROSS JOIN LATERAL (SELECT coalesce(sum(delta), 0) AS n FROM catalog_stockchange"
        "  WHERE sku_id = t.sku_id AND warehouse_id = t.warehouse_id) c"
        " CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS n FROM catalog_reservation"
        "  WHERE sku_id = t.sku_id AND warehouse_id = t.warehouse_id"
        "  AND status = 'committed') s"
        " WHERE t.on_hand <> c.n - s.n",
    )


def shelf_prices_off_their_skus() -> list[Breach]:
    """Is there a product whose shelf price is not that of its cheapest SKU on sale?"""
    return _ask(
        "shelf_prices_off_their_skus",
        "SELECT p.id, p.price_minor, min(u.price_minor) FROM catalog_product p"
        " JOIN catalog_sku u ON u.product_id = p.id AND NOT u.is_retired"
        " GROUP BY p.id HAVING p.price_minor <> min(u.price_minor)",
    )


def skus_without_stock_row() -> list[Breach]:
    """Is there a SKU that has no stock row, not even an empty one?"""
    return _ask(
        "skus_without_stock_row",
        "SELECT u.id FROM catalog_sku u LEFT JOIN catalog_stock t ON t.sku_id = u.id"
        " WHERE t.sku_id IS NULL",
    )
