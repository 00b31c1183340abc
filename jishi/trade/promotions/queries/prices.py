"""What lines cost a buyer: one statement gathers what stands open, the rules do the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from jishi.foundation.kernel import clock
from jishi.trade.promotions.rules import HeldCoupon, Offers, price
from jishi.trade.promotions.types import (
    BundleKind,
    BundleView,
    CouponKind,
    CouponScope,
    DealStatus,
    Kind,
    Quote,
    QuoteLine,
    UnitOffer,
)

_SQL = """
SELECT
(SELECT json_agg(json_build_array(i.sku_id, i.id, s.title, i.price_minor,
    least(i.quantity - i.taken, i.per_person - coalesce((SELECT sum(t.quantity)
        FROM promotions_flashtake t WHERE t.item_id = i.id AND t.person_id = %(person)s
        AND t.state <> 'freed'), 0))) ORDER BY i.price_minor)
 FROM promotions_flashitem i JOIN promotions_flashsale s ON s.id = i.sale_id
 WHERE i.sku_id = ANY(%(skus)s) AND s.status = 'live' AND s.starts_at <= %(now)s
   AND s.ends_at > %(now)s),
(SELECT json_agg(json_build_array(m.sku_id, m.id, m.price_minor))
 FROM promotions_memberprice m JOIN promotions_shopmember h ON h.shop_id = m.shop_id
 WHERE m.sku_id = ANY(%(skus)s) AND h.person_id = %(person)s),
(SELECT json_agg(json_build_array(b.id, b.shop_id, b.title, b.kind, b.product_ids, b.count,
    b.price_minor, b.starts_at, b.ends_at) ORDER BY b.created_at, b.id)
 FROM promotions_bundle b WHERE b.shop_id = ANY(%(shops)s) AND b.status = 'live'
   AND b.starts_at <= %(now)s AND b.ends_at > %(now)s),
(SELECT json_agg(json_build_array(c.id, p.id, p.title, p.shop_id, p.kind, p.amount_minor,
    p.threshold_minor, p.rate_ppm, p.cap_minor, p.scope, p.categories, p.product_ids)
    ORDER BY c.use_until, c.id)
 FROM promotions_couponclaim c JOIN promotions_coupon p ON p.id = c.coupon_id
 WHERE c.person_id = %(person)s AND c.status = 'held' AND c.use_until > %(now)s
   AND p.use_from <= %(now)s AND (p.shop_id IS NULL OR p.shop_id = ANY(%(shops)s))),
(SELECT json_build_array(d.sku_id, d.id, d.price_minor, d.per_person)
 FROM promotions_groupdeal d WHERE d.id = %(deal)s AND d.status = 'live'
   AND d.starts_at <= %(now)s AND d.ends_at > %(now)s)
"""


def quote(
    person_id: UUID | None,
    lines: Sequence[QuoteLine],
    *,
    coupons: Iterable[UUID] | None = None,
    deal_id: UUID | None = None,
) -> Quote:
    """The price of lines for a buyer, explained; one statement.

    `coupons` are the claims to use, None takes those that save most. `deal_id` asks for the
    price of a group deal. What does not apply any more is passed over: whoever places an order
    compares the sum with what the buyer was shown.
    """
    if not lines:
        return Quote((), ())
    values = {
        "person": person_id,
        "skus": list({line.sku_id for line in lines}),
        "shops": list({line.shop_id for line in lines}),
        "now": clock.now(),
        "deal": deal_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        row = cursor.fetchone()
    return price(lines, _offers_of(*row), coupons)


_OPEN = """
SELECT
EXISTS (SELECT FROM promotions_flashitem i JOIN promotions_flashsale s ON s.id = i.sale_id
    WHERE i.product_id = %(product)s AND s.status = 'live' AND s.ends_at > %(now)s),
EXISTS (SELECT FROM promotions_memberprice WHERE product_id = %(product)s),
EXISTS (SELECT FROM promotions_bundle WHERE shop_id = %(shop)s AND status = 'live'
    AND starts_at <= %(now)s AND ends_at > %(now)s),
EXISTS (SELECT FROM promotions_groupdeal WHERE product_id = %(product)s AND status = 'live'
    AND starts_at <= %(now)s AND ends_at > %(now)s),
EXISTS (SELECT FROM promotions_coupon WHERE status = 'live' AND claim_from <= %(now)s
    AND claim_until > %(now)s AND (shop_id = %(shop)s OR shop_id IS NULL)),
EXISTS (SELECT FROM promotions_couponclaim WHERE person_id = %(person)s AND status = 'held')
"""


def list_open_kinds(
    person_id: UUID | None, *, product_id: UUID, shop_id: UUID
) -> frozenset[Kind | str]:
    """Which kinds may take something off a product, so that nothing is read in vain.

    `shop_coupon` says that there are coupons to take, `held` that the person has some. One
    statement.
    """
    values = {
        "product": product_id, "shop": shop_id, "person": person_id, "now": clock.now()
    }  # fmt: skip
    kinds = (Kind.FLASH, Kind.MEMBER, Kind.BUNDLE, Kind.GROUP, Kind.SHOP_COUPON, "held")
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        row = cursor.fetchone()
    return frozenset(kind for kind, is_open in zip(kinds, row, strict=True) if is_open)


def list_unit_offers(person_id: UUID | None, sku_ids: Iterable[UUID]) -> dict[UUID, UnitOffer]:
    """The lowest flash or member price of one unit of each SKU that has one; one statement."""
    values = {
        "person": person_id, "skus": list(sku_ids), "shops": [], "now": clock.now(), "deal": None
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        row = cursor.fetchone()
    found = {}
    for sku_id, offers in _offers_of(*row).units.items():
        open_ = [offer for offer in offers if offer.left > 0]
        if open_:
            found[sku_id] = min(open_, key=lambda o: o.price_minor)
    return found


def _offers_of(flash: Any, members: Any, bundles: Any, claims: Any, deal: Any) -> Offers:
    units: dict[UUID, list[UnitOffer]] = {}
    for sku, key, title, minor, left in flash or ():
        units.setdefault(UUID(sku), []).append(UnitOffer(Kind.FLASH, UUID(key), title, minor, left))
    for sku, key, minor in members or ():
        title = gettext(Kind.MEMBER.label)
        units.setdefault(UUID(sku), []).append(
            UnitOffer(Kind.MEMBER, UUID(key), title, minor, 10**9)
        )
    if deal is not None:
        sku, key, minor, most = deal
        title = gettext(Kind.GROUP.label)
        units.setdefault(UUID(sku), []).append(UnitOffer(Kind.GROUP, UUID(key), title, minor, most))
    return Offers(
        units=units,
        bundles=[_bundle_of(b) for b in bundles or ()],
        coupons=[_coupon_of(c) for c in claims or ()],
    )


def _bundle_of(row: list[Any]) -> BundleView:
    return BundleView(
        id=UUID(row[0]),
        shop_id=UUID(row[1]),
        title=row[2],
        kind=BundleKind(row[3]),
        product_ids=tuple(UUID(p) for p in row[4]),
        count=row[5],
        price_minor=row[6],
        starts_at=datetime.fromisoformat(row[7]),
        ends_at=datetime.fromisoformat(row[8]),
        status=DealStatus.LIVE,
    )


def _coupon_of(row: list[Any]) -> HeldCoupon:
    return HeldCoupon(
        claim_id=UUID(row[0]),
        coupon_id=UUID(row[1]),
        title=row[2],
        shop_id=UUID(row[3]) if row[3] else None,
        kind=CouponKind(row[4]),
        amount_minor=row[5],
        threshold_minor=row[6],
        rate_ppm=row[7],
        cap_minor=row[8],
        scope=CouponScope(row[9]),
        categories=frozenset(row[10]),
        product_ids=frozenset(UUID(p) for p in row[11]),
    )
