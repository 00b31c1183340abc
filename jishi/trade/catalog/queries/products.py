"""Shelves and product pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_cursor, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Lifecycle, Page
from jishi.trade.catalog.queries.rows import CARD_SQL, VIEW_EXTRA, card_of, view_of
from jishi.trade.catalog.rules import CATEGORIES, CATEGORY_SLUGS, EDIT, IMPORT, LISTING
from jishi.trade.catalog.types import (
    AttributeValue,
    CategoryView,
    ProductCard,
    ProductOrder,
    ProductView,
)
from jishi.trade.shops.queries import can_manage_shop

_PUBLIC = ("listed", "delisted", "held")
_VIEW = CARD_SQL.format(extra=VIEW_EXTRA, source="catalog_product") + " WHERE p.id = %s"
_CARDS = CARD_SQL.format(extra="", source="catalog_product") + (
    " WHERE p.id = ANY(%s) AND p.listing_status <> 'deleted'"
)
# (columns to sort by, direction, comparison of a cursor)
_ORDERS = {
    ProductOrder.POPULAR: ("popularity", "DESC", "<"),
    ProductOrder.NEW: ("listed_at", "DESC", "<"),
    ProductOrder.PRICE: ("price_minor", "ASC", ">"),
}


def get_product(product_id: UUID, viewer: Actor | None = None) -> ProductView:
    """One product in one statement; raises NotFound when `viewer` may not see it.

    Everybody sees what an open shop has listed, and what was taken off the shelf or held (its
    status says so, `is_buyable` is False). Drafts, deleted products and those of shops that are
    not open are seen by the shop's people and the operator only.
    """
    row = _fetch_product(product_id)
    public = row[7] in _PUBLIC and row[8] == "open"
    if not public and not _may_see(row, viewer):
        raise NotFound()
    return view_of(row)


def load_product(product_id: UUID) -> ProductView:
    """One product in any state, for this room's actions; raises NotFound."""
    return view_of(_fetch_product(product_id))


def _fetch_product(product_id: UUID) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_VIEW, [product_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    return row


def _may_see(row: Any, viewer: Actor | None) -> bool:
    if viewer is None or viewer.person_id is None:
        return False
    return viewer.is_operator or can_manage_shop(viewer.person_id, row[1])


def list_product_cards(ids: Iterable[UUID]) -> dict[UUID, ProductCard]:
    """Cards of products in any state but deleted, in one statement (none for no ids).

    A card's `is_buyable` says whether it may be offered.
    """
    wanted = list(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [wanted])
        return {row[0]: card_of(row) for row in cursor.fetchall()}


def list_products(
    *,
    category: str | None = None,
    subcategory: str | None = None,
    attributes: Mapping[str, AttributeValue] | None = None,
    shop_id: UUID | None = None,
    order: ProductOrder | str = ProductOrder.POPULAR,
    cursor: str | None = None,
    limit: int = 24,
) -> Page[ProductCard]:
    """A shelf: what open shops have listed, in one statement.

    Raises InvalidInput for an unknown order or category and for a broken cursor.
    """
    if order not in list(ProductOrder):
        raise InvalidInput(field="order")
    if category is not None and category not in CATEGORY_SLUGS:
        raise InvalidInput(field="category")
    order = ProductOrder(order)
    column, direction, sign = _ORDERS[order]
    limit = max(1, min(limit, MAX_PAGE))
    where = ["q.listing_status = 'listed'", "o.status = 'open'"]
    values: list[Any] = []
    if category:
        where.append("q.category = %s")
        values.append(category)
    if subcategory:
        where.append("q.subcategory = %s")
        values.append(subcategory)
    if attributes:
        where.append("q.attributes @> %s::jsonb")
        values.append(json.dumps(dict(attributes)))
    if shop_id:
        where.append("q.shop_id = %s")
        values.append(shop_id)
    if cursor:
        where.append(f"(q.{column}, q.id) {sign} (%s, %s)")
        values += _read_cursor(order, cursor)
    # The page is cut before the lateral sums are made: they are for its rows only. Its length
    # stands in the statement, for a plan that is kept counts on it.
    source = (
        f"(SELECT q.* FROM catalog_product q JOIN shops_shop o ON o.id = q.shop_id"  # noqa: S608
        f" WHERE {' AND '.join(where)} ORDER BY q.{column} {direction}, q.id {direction}"
        f" LIMIT {limit + 1})"
    )
    sql = CARD_SQL.format(extra=f", p.{column}", source=source)
    sql += f" ORDER BY p.{column} {direction}, p.id {direction}"
    with connection.cursor() as db:
        db.execute(sql, values)
        rows = db.fetchall()
    page = make_page(rows, limit, lambda r: (r[14], r[0]))
    return Page(tuple(card_of(row) for row in page.items), page.next_cursor)


def _read_cursor(order: ProductOrder, cursor: str) -> list[Any]:
    if order is ProductOrder.NEW:
        return list(decode_time_cursor(cursor))
    number, key = decode_cursor(cursor, 2)
    try:
        value = int(number)
        if not -(2**31) < value < 2**62:
            raise ValueError
        return [value, UUID(key)]
    except ValueError:
        raise InvalidInput(field="cursor") from None


def list_categories() -> tuple[CategoryView, ...]:
    """All departments with how many products each offers, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.category, count(*) FROM catalog_product p"
            " JOIN shops_shop s ON s.id = p.shop_id"
            " WHERE p.listing_status = 'listed' AND s.status = 'open' GROUP BY p.category"
        )
        counts = dict(cursor.fetchall())
    return tuple(replace(entry, count=counts.get(entry.slug, 0)) for entry in CATEGORIES)


def list_category_tree() -> tuple[CategoryView, ...]:
    """The tree without counts: data of the market's own, no statement."""
    return CATEGORIES


def search_products(words: str, limit: int = 20) -> tuple[UUID, ...]:
    """Ids of listed products whose title holds every word, most popular first.

    A plain look at titles; the market's search has an index of its own.
    """
    parts = [w for w in words.replace("\x00", " ").split() if w][:8]
    if not parts:
        return ()
    like = " AND ".join(["p.title ILIKE %s"] * len(parts))
    values = ["%" + _escape(w) + "%" for w in parts]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM catalog_product p JOIN shops_shop s ON s.id = p.shop_id"  # noqa: S608
            f" WHERE p.listing_status = 'listed' AND s.status = 'open' AND {like}"
            " ORDER BY p.popularity DESC, p.id DESC LIMIT %s",
            [*values, max(1, min(limit, MAX_PAGE))],
        )
        return tuple(row[0] for row in cursor.fetchall())


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The machines of this room."""
    return (LISTING, EDIT, IMPORT)
