"""Coupons for those who may take them, those who hold them and those who make them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.promotions.types import (
    ClaimStatus,
    ClaimView,
    CouponKind,
    CouponScope,
    CouponStatus,
    CouponView,
    Funder,
)
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_COUPON = """p.id, p.funder, p.shop_id, coalesce(s.name, ''), p.title, p.kind, p.amount_minor,
    p.threshold_minor, p.rate_ppm, p.cap_minor, p.scope, p.categories::text, p.product_ids::text,
    p.quantity, p.per_person, p.budget_minor, p.claim_from, p.claim_until, p.use_from,
    p.use_until, p.status, p.claimed_count"""
_RESULTS = """, r.used, r.gmv, r.cost"""
_JOIN = " FROM promotions_coupon p LEFT JOIN shops_shop s ON s.id = p.shop_id"
_WITH_RESULTS = """ LEFT JOIN LATERAL (SELECT count(*) AS used,
    coalesce(sum(u.gmv_minor), 0)::bigint AS gmv, coalesce(sum(u.discount_minor), 0)::bigint AS cost
    FROM promotions_couponclaim u WHERE u.coupon_id = p.id AND u.status = 'used') r ON true"""
_OWN = """ LEFT JOIN LATERAL (SELECT count(*) AS n FROM promotions_couponclaim o
    WHERE o.coupon_id = p.id AND o.person_id = %(person)s) own ON true"""
_OPEN = "p.status = 'live' AND p.claim_from <= %(now)s AND p.claim_until > %(now)s"


def _view(row: Sequence[Any], results: Sequence[int] = (0, 0, 0), own: int = 0) -> CouponView:
    return CouponView(
        id=row[0],
        funder=Funder(row[1]),
        shop_id=row[2],
        shop_name=row[3],
        title=row[4],
        kind=CouponKind(row[5]),
        amount_minor=row[6],
        threshold_minor=row[7],
        rate_ppm=row[8],
        cap_minor=row[9],
        scope=CouponScope(row[10]),
        categories=tuple(json.loads(row[11])),
        product_ids=tuple(UUID(p) for p in json.loads(row[12])),
        quantity=row[13],
        per_person=row[14],
        budget_minor=row[15],
        claim_from=row[16],
        claim_until=row[17],
        use_from=row[18],
        use_until=row[19],
        status=CouponStatus(row[20]),
        claimed_count=row[21],
        used_count=results[0],
        gmv_minor=results[1],
        cost_minor=results[2],
        own_count=own,
    )


_WIDTH = 22


def get_coupon(coupon_id: UUID) -> CouponView:
    """A coupon with what came of it; raises NotFound."""
    sql = f"SELECT {_COUPON}{_RESULTS}{_JOIN}{_WITH_RESULTS} WHERE p.id = %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [coupon_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    return _view(row, row[_WIDTH:])


def list_coupons(
    actor: Actor, shop_id: UUID | None, *, cursor: str | None = None, limit: int = 20
) -> Page[CouponView]:
    """What a shop, or the market (no shop), gives out, newest first, with results.

    For the shop's people and the operator; raises NotAllowed. Two statements.
    """
    if shop_id is None and not actor.is_operator:
        raise NotAllowed()
    if shop_id is not None and not actor.is_operator:
        require_shop_right(actor, shop_id, Right.RUN_PROMOTIONS)
    limit = max(1, min(limit, MAX_PAGE))
    where = "p.shop_id IS NOT DISTINCT FROM %s"
    values: list[Any] = [shop_id]
    if cursor:
        where += " AND (p.created_at, p.id) < (%s, %s)"
        values += list(decode_time_cursor(cursor))
    sql = (
        f"SELECT {_COUPON}{_RESULTS}, p.created_at{_JOIN}{_WITH_RESULTS} WHERE {where}"
        " ORDER BY p.created_at DESC, p.id DESC LIMIT %s"
    )
    with connection.cursor() as db:
        db.execute(sql, [*values, limit + 1])
        rows = db.fetchall()
    page = make_page(rows, limit, lambda r: (r[-1], r[0]))
    return Page(tuple(_view(r, r[_WIDTH : _WIDTH + 3]) for r in page.items), page.next_cursor)


def list_open_coupons(
    viewer: Actor | None, *, shop_id: UUID | None = None, limit: int = 60
) -> tuple[CouponView, ...]:
    """What can be taken now, of all shops and the market or of one shop; one statement."""
    where = _OPEN + (" AND p.shop_id = %(shop)s" if shop_id else "")
    return _list_open(viewer, where, {"shop": shop_id}, limit)


def find_coupons_for(
    viewer: Actor | None, *, shop_id: UUID, product_id: UUID, category: str, limit: int = 20
) -> tuple[CouponView, ...]:
    """What can be taken now for one product, of its shop or of the market; one statement."""
    where = (
        _OPEN + " AND (p.shop_id = %(shop)s OR p.shop_id IS NULL)"
        " AND (p.scope = 'all' OR (p.scope = 'category' AND p.categories ? %(category)s)"
        " OR (p.scope = 'products' AND p.product_ids ? %(product)s))"
    )
    values = {"shop": shop_id, "product": str(product_id), "category": category}
    return _list_open(viewer, where, values, limit)


def _list_open(
    viewer: Actor | None, where: str, values: dict[str, Any], limit: int
) -> tuple[CouponView, ...]:
    sql = (
        f"SELECT {_COUPON}, own.n{_JOIN}{_OWN} WHERE {where}"
        " AND (p.shop_id IS NULL OR s.status = 'open') AND p.claimed_count < p.quantity"
        " ORDER BY p.shop_id IS NOT NULL, p.created_at DESC, p.id DESC LIMIT %(limit)s"
    )
    person = viewer.person_id if viewer else None
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "person": person, "now": clock.now(), "limit": limit})
        rows = cursor.fetchall()
    return tuple(_view(row, own=row[_WIDTH]) for row in rows)


def list_claims(
    person_id: UUID,
    *,
    statuses: Iterable[ClaimStatus] = (ClaimStatus.HELD, ClaimStatus.LOCKED),
    cursor: str | None = None,
    limit: int = 30,
) -> Page[ClaimView]:
    """The coupons in somebody's hand, newest first; one statement."""
    limit = max(1, min(limit, MAX_PAGE))
    where = "c.person_id = %s AND c.status = ANY(%s)"
    values: list[Any] = [person_id, list(statuses)]
    if cursor:
        where += " AND (c.claimed_at, c.id) < (%s, %s)"
        values += list(decode_time_cursor(cursor))
    sql = (
        f"SELECT {_COUPON}, c.id, c.status, c.claimed_at, c.use_until, c.discount_minor,"
        f" c.reference{_JOIN} JOIN promotions_couponclaim c ON c.coupon_id = p.id WHERE {where}"
        " ORDER BY c.claimed_at DESC, c.id DESC LIMIT %s"
    )
    with connection.cursor() as db:
        db.execute(sql, [*values, limit + 1])
        rows = db.fetchall()
    page = make_page(rows, limit, lambda r: (r[_WIDTH + 2], r[_WIDTH]))
    claims = tuple(
        ClaimView(
            id=row[_WIDTH],
            coupon=_view(row),
            person_id=person_id,
            status=ClaimStatus(row[_WIDTH + 1]),
            claimed_at=row[_WIDTH + 2],
            use_until=row[_WIDTH + 3],
            discount_minor=row[_WIDTH + 4],
            reference=row[_WIDTH + 5],
        )
        for row in page.items
    )
    return Page(claims, page.next_cursor)
