"""What a shop's own people and the operator read."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.catalog.models import Product
from jishi.trade.catalog.queries.rows import CARD_SQL, VIEW_EXTRA, options_of, view_of
from jishi.trade.catalog.types import ListingStatus, ProductView, StockRow
from jishi.trade.shops.queries import require_shop_right, require_shop_role
from jishi.trade.shops.types import Right

_SOURCE = "(SELECT q.* FROM catalog_product q WHERE {where} ORDER BY {order} LIMIT %s)"


def list_shop_products(
    actor: Actor,
    shop_id: UUID,
    *,
    status: ListingStatus | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductView]:
    """A shop's products with their SKUs, newest first, deleted ones only when asked for.

    Two statements. `q` looks into titles and SKU codes. Raises NotAllowed for strangers.
    """
    require_shop_role(actor, shop_id)
    where = ["q.shop_id = %s"]
    values: list[Any] = [shop_id]
    if status:
        where.append("q.listing_status = %s")
        values.append(status)
    else:
        where.append("q.listing_status <> 'deleted'")
    if q and q.replace("\x00", "").strip():
        where.append(
            "(q.title ILIKE %s OR EXISTS (SELECT 1 FROM catalog_sku u"
            " WHERE u.product_id = q.id AND u.code ILIKE %s))"
        )
        word = q.replace("\x00", "").strip().replace("\\", "\\\\")
        values += ["%" + word.replace("%", "\\%").replace("_", "\\_") + "%"] * 2
    if cursor:
        where.append("(q.created_at, q.id) < (%s, %s)")
        values += decode_time_cursor(cursor)
    limit = max(1, min(limit, MAX_PAGE))
    source = _SOURCE.format(where=" AND ".join(where), order="q.created_at DESC, q.id DESC")
    sql = CARD_SQL.format(extra=VIEW_EXTRA + ", p.created_at", source=source)
    with connection.cursor() as db:
        db.execute(sql + " ORDER BY p.created_at DESC, p.id DESC", [*values, limit + 1])
        rows = db.fetchall()
    page = make_page(rows, limit, lambda r: (r[24], r[0]))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def count_shop_products(shop_id: UUID) -> dict[ListingStatus, int]:
    """How many products a shop has in each state that occurs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT listing_status, count(*) FROM catalog_product WHERE shop_id = %s"
            " GROUP BY listing_status",
            [shop_id],
        )
        return {ListingStatus(name): count for name, count in cursor.fetchall()}


def list_edits_in_review(*, cursor: str | None = None, limit: int = 50) -> Page[ProductView]:
    """Products whose words wait for the operator, longest waiting first, in one statement."""
    where = "q.edit_status = 'in_review'"
    values: list[Any] = []
    if cursor:
        where += " AND (q.updated_at, q.id) > (%s, %s)"
        values = list(decode_time_cursor(cursor))
    limit = max(1, min(limit, MAX_PAGE))
    source = _SOURCE.format(where=where, order="q.updated_at, q.id")
    sql = CARD_SQL.format(extra=VIEW_EXTRA, source=source) + " ORDER BY p.updated_at, p.id"
    with connection.cursor() as db:
        db.execute(sql, [*values, limit + 1])
        rows = db.fetchall()
    page = make_page(rows, limit, lambda r: (r[21], r[0]))
    return Page(tuple(view_of(row) for row in page.items), page.next_cursor)


def get_stock_rows(actor: Actor, shop_id: UUID) -> tuple[StockRow, ...]:
    """What the shop has of each SKU on sale in each warehouse, scarcest first (at most 1,000).

    Two statements.     Raises NotAllowed for strangers.
    """
    require_shop_right(actor, shop_id, Right.COUNT_STOCK)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.sku_id, t.product_id, p.title, u.code, u.options::text, t.on_hand,"
            " t.reserved, t.sold, t.warehouse_id, w.name, t.alert_at"
            " FROM catalog_stock t JOIN catalog_sku u ON u.id = t.sku_id"
            " JOIN catalog_product p ON p.id = t.product_id"
            " JOIN catalog_warehouse w ON w.id = t.warehouse_id"
            " WHERE p.shop_id = %s AND NOT u.is_retired"
            " AND p.listing_status NOT IN ('deleted', 'held')"
            " ORDER BY t.on_hand - t.reserved - t.alert_at, p.title, u.position, w.position"
            " LIMIT 1000",
            [shop_id],
        )
        return tuple(
            StockRow(r[0], r[1], r[2], r[3], options_of(json.loads(r[4])), *r[5:])
            for r in cursor.fetchall()
        )


def lock_product(product_id: UUID) -> Product:
    """The row, locked to the end of the transaction; for this room's actions.

    Raises NotFound, also for a deleted product.
    """
    rows = Product.objects.select_for_update(no_key=True).filter(id=product_id)
    product = rows.exclude(listing_status=ListingStatus.DELETED).first()
    if product is None:
        raise NotFound()
    return product


def list_shop_categories(shop_id: UUID) -> tuple[str, ...]:
    """The categories in which a shop has something on the shelf or held; one statement."""
    rows = Product.objects.filter(
        shop_id=shop_id, listing_status__in=(ListingStatus.LISTED, ListingStatus.HELD)
    )
    return tuple(rows.order_by("category").values_list("category", flat=True).distinct())
