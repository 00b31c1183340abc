"""Imports and their rows; what a shop has of the products that a file names."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.catalog.models import ImportRow, ImportRun
from jishi.trade.catalog.queries.rows import details_of
from jishi.trade.catalog.types import (
    CellProblem,
    ImportRowView,
    ImportStatus,
    ImportView,
    ListingStatus,
    ProductDetails,
    RowFate,
    SkuInput,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


@dataclass(frozen=True, slots=True)
class KnownSku:
    """A SKU as it is, with what lies of it in the shop's first warehouse."""

    sku: SkuInput
    on_hand: int


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product as an import or export sees it; SKUs by code, in their order."""

    id: UUID
    status: ListingStatus
    words: Mapping[str, Any]
    pictures: tuple[str, ...]
    details: ProductDetails
    skus: Mapping[str, KnownSku]


_KNOWN = """
SELECT p.id, p.listing_status, p.title, p.description, p.category, p.promises::text,
    p.option_names::text, p.pictures::text,
    json_build_array(p.subcategory, p.attributes, p.blocks, p.size_chart, p.video, p.ships_on,
        p.limit_quantity, p.limit_period, p.is_virtual, p.has_pickup)::text,
    (SELECT json_agg(json_build_array(u.id, u.code, u.options, u.price_minor, u.list_price_minor,
            u.picture_key, u.weight_grams, coalesce(t.on_hand, 0)) ORDER BY u.position, u.id)::text
     FROM catalog_sku u LEFT JOIN catalog_stock t ON t.sku_id = u.id AND t.warehouse_id = (
            SELECT w.id FROM catalog_warehouse w WHERE w.shop_id = p.shop_id AND NOT w.is_closed
            ORDER BY w.position, w.id LIMIT 1)
     WHERE u.product_id = p.id AND NOT u.is_retired)
FROM catalog_product p WHERE p.shop_id = %(shop)s AND p.listing_status <> 'deleted'
"""


def find_known(
    shop_id: UUID, ids: Collection[UUID], titles: Collection[str]
) -> dict[UUID | str, KnownProduct]:
    """The shop's products of those numbers and titles, under both; one statement."""
    sql = _KNOWN + " AND (p.id = ANY(%(ids)s) OR p.title = ANY(%(titles)s)) ORDER BY p.created_at"
    with connection.cursor() as cursor:
        cursor.execute(sql, {"shop": shop_id, "ids": list(ids), "titles": list(titles)})
        products = [_known(row) for row in cursor.fetchall()]
    found: dict[UUID | str, KnownProduct] = {}
    for product in reversed(products):  # of two with one title the older is meant
        found[product.words["title"]] = product
        found[product.id] = product
    return found


def walk_products(shop_id: UUID, batch: int = 500) -> Iterator[KnownProduct]:
    """All products of a shop, oldest first, a statement for each batch."""
    last = UUID(int=0)
    while True:
        sql = _KNOWN + " AND p.id > %(last)s ORDER BY p.id LIMIT %(batch)s"
        with connection.cursor() as cursor:
            cursor.execute(sql, {"shop": shop_id, "last": last, "batch": batch})
            rows = cursor.fetchall()
        yield from (_known(row) for row in rows)
        if len(rows) < batch:
            return
        last = rows[-1][0]


def _known(row: Any) -> KnownProduct:
    skus = {}
    for sku in json.loads(row[9] or "[]"):
        entry = SkuInput(
            id=UUID(sku[0]),
            code=sku[1],
            options=tuple(value for _name, value in sku[2]),
            price_minor=sku[3],
            list_price_minor=sku[4],
            picture_key=sku[5] or None,
            weight_grams=sku[6],
        )
        skus[sku[1]] = KnownSku(entry, sku[7])
    words = {
        "title": row[2],
        "description": row[3],
        "category": row[4],
        "promises": tuple(json.loads(row[5])),
        "option_names": tuple(json.loads(row[6])),
    }
    return KnownProduct(
        row[0],
        ListingStatus(row[1]),
        words,
        tuple(json.loads(row[7])),
        details_of(json.loads(row[8])),
        skus,
    )


def get_import(viewer: Actor, import_id: UUID) -> ImportView:
    """One import; raises NotFound, NotAllowed for strangers. Three statements."""
    run = ImportRun.objects.filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require_shop_right(viewer, run.shop_id, Right.EDIT_PRODUCTS)
    return view_import(run)


def list_imports(
    viewer: Actor, shop_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[ImportView]:
    """A shop's imports, newest first; three statements. Raises NotAllowed for strangers."""
    require_shop_right(viewer, shop_id, Right.EDIT_PRODUCTS)
    rows = ImportRun.objects.filter(shop_id=shop_id)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(created_at__lte=at).exclude(created_at=at, id__gte=key)
    limit = max(1, min(limit, MAX_PAGE))
    page = make_page(
        list(rows.order_by("-created_at", "-id")[: limit + 1]),
        limit,
        lambda r: (r.created_at, r.id),
    )
    counts = _count([run.id for run in page.items])
    return Page(tuple(_view(run, counts) for run in page.items), page.next_cursor)


def view_import(run: ImportRun) -> ImportView:
    """The view of a row that was read already; one statement."""
    return _view(run, _count([run.id]))


def _count(ids: list[UUID]) -> dict[UUID, list[tuple[str, int, int, int]]]:
    rows = ImportRow.objects.filter(run_id__in=ids).values_list("run_id", "fate")
    counted = rows.annotate(
        n=Count("number"),
        done=Count("number", filter=Q(is_applied=True) | ~Q(failure="")),
        failed=Count("number", filter=~Q(failure="")),
    ).order_by()
    found: dict[UUID, list[tuple[str, int, int, int]]] = {key: [] for key in ids}
    for run_id, fate, n, done, failed in counted:
        found[run_id].append((fate, n, done, failed))
    return found


def _view(run: ImportRun, counts: Mapping[UUID, list[tuple[str, int, int, int]]]) -> ImportView:
    rows = counts[run.id]
    return ImportView(
        id=run.id,
        shop_id=run.shop_id,
        filename=run.filename,
        status=ImportStatus(run.status),
        counts={RowFate(fate): n for fate, n, _done, _failed in rows},
        done_count=sum(row[2] for row in rows),
        failed_count=sum(row[3] for row in rows),
        created_at=run.created_at,
        finished_at=run.finished_at,
    )


def list_import_rows(
    viewer: Actor,
    import_id: UUID,
    *,
    fate: RowFate | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Page[ImportRowView]:
    """Rows of an import in the order of the file, of one fate or all; three statements."""
    shop_id = ImportRun.objects.filter(id=import_id).values_list("shop_id", flat=True).first()
    if shop_id is None:
        raise NotFound()
    require_shop_right(viewer, shop_id, Right.EDIT_PRODUCTS)
    rows = ImportRow.objects.filter(run_id=import_id)
    if fate:
        rows = rows.filter(fate=fate)
    if cursor:
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 9):
            raise InvalidInput(field="cursor")
        rows = rows.filter(number__gt=int(cursor))
    limit = max(1, min(limit, MAX_PAGE))
    found = list(rows.order_by("number")[: limit + 1])
    more = str(found[limit - 1].number) if len(found) > limit else None
    return Page(tuple(_row(row) for row in found[:limit]), more)


def _row(row: ImportRow) -> ImportRowView:
    return ImportRowView(
        number=row.number,
        fate=RowFate(row.fate),
        title=row.title,
        sku_code=row.sku_code,
        changes={key: (before, after) for key, (before, after) in row.changes.items()},
        problems=tuple(CellProblem(column, message) for column, message in row.problems),
        is_applied=row.is_applied,
        failure=row.failure,
    )
