"""Prices explain themselves, and never lose or make money."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.trade.promotions.rules import HeldCoupon, Offers, price
from jishi.trade.promotions.types import (
    BundleKind,
    BundleView,
    CouponKind,
    CouponScope,
    DealStatus,
    Funder,
    Kind,
    QuoteLine,
    UnitOffer,
    WhyNot,
)

SHOPS = [UUID(int=n) for n in (1, 2)]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def line(n: int, price_minor: int = 5000, quantity: int = 1, shop: int = 0) -> QuoteLine:
    return QuoteLine(UUID(int=100 + n), UUID(int=n), SHOPS[shop], "tea", quantity, price_minor)


def coupon(n: int, shop: int | None = None, **values: object) -> HeldCoupon:
    given: dict[str, object] = {
        "kind": CouponKind.CONDITIONAL,
        "amount_minor": 1000,
        "threshold_minor": 4000,
        "rate_ppm": 0,
        "cap_minor": None,
        "scope": CouponScope.ALL,
    }
    owner = None if shop is None else SHOPS[shop]
    return HeldCoupon(
        UUID(int=200 + n),
        UUID(int=300 + n),
        f"C{n}",
        owner,
        **given | values,  # type: ignore[arg-type]
    )


def bundle(kind: BundleKind, products: list[int], price_minor: int, count: int = 0) -> BundleView:
    ids = tuple(UUID(int=n) for n in products)
    return BundleView(
        UUID(int=400), SHOPS[0], "B", kind, ids, count, price_minor, NOW, NOW, DealStatus.LIVE
    )


def unit(kind: Kind, minor: int, left: int = 9) -> UnitOffer:
    return UnitOffer(kind, UUID(int=500), "U", minor, left)


def test_a_price_goes_from_list_to_market_coupon_and_says_who_pays():
    offers = Offers(
        units={UUID(int=101): [unit(Kind.MEMBER, 4500), unit(Kind.FLASH, 4200)]},
        coupons=[coupon(1, shop=0), coupon(2, threshold_minor=3000, amount_minor=500)],
    )
    quote = price([line(1)], offers)
    said = [(a.kind, a.amount_minor, a.funder) for a in quote.lines[0].adjustments]
    assert said == [
        ("flash", 800, Funder.SHOP),
        ("shop_coupon", 1000, Funder.SHOP),
        ("platform_coupon", 500, Funder.PLATFORM),
    ]
    assert (quote.payable_minor, len(quote.used)) == (2700, 2)
    assert quote.lines[0].shop_discount_minor == 1800


def test_what_does_not_combine_is_passed_over_and_said():
    offers = Offers(
        units={UUID(int=101): [unit(Kind.GROUP, 4000), unit(Kind.FLASH, 3000)]},
        bundles=[bundle(BundleKind.ANY_N, [1], 100, 2)],
        coupons=[coupon(1), coupon(2, threshold_minor=90_000), coupon(3, shop=1)],
    )
    quote = price([line(1, quantity=2)], offers)
    assert [a.kind for a in quote.lines[0].adjustments] == ["group"]
    assert [o.why_not for o in quote.coupons] == [
        WhyNot.NOT_COMBINABLE,
        WhyNot.NOT_COMBINABLE,
        WhyNot.OUT_OF_SCOPE,
    ]
    plain = price([line(1)], Offers(coupons=offers.coupons[1:2]))
    assert (plain.coupons[0].why_not, plain.coupons[0].missing_minor) == (
        WhyNot.BELOW_THRESHOLD,
        85_000,
    )


def test_the_best_coupons_together_are_chosen_and_others_can_be():
    """The shop's larger coupon would lose the market's by its threshold."""
    small, large = coupon(1, shop=0, amount_minor=500), coupon(2, shop=0, amount_minor=1200)
    market = coupon(3, threshold_minor=4400, amount_minor=2000)
    offers = Offers(coupons=[small, large, market])
    best = price([line(1)], offers)
    assert set(best.used) == {small.claim_id, market.claim_id}
    assert best.payable_minor == 2500
    assert price([line(1)], offers, [large.claim_id]).payable_minor == 3800
    assert price([line(1)], offers, []).payable_minor == 5000


def test_kinds_of_coupons():
    assert coupon(1, kind=CouponKind.SPEND_MINUS, cap_minor=2500).takes_off(9000) == 2000
    assert coupon(1, kind=CouponKind.SPEND_MINUS, cap_minor=1500).takes_off(9000) == 1500
    assert coupon(1, kind=CouponKind.FLAT, threshold_minor=0).takes_off(1) == 1000
    percent = coupon(1, kind=CouponKind.PERCENT, rate_ppm=100_000, cap_minor=700)
    assert (percent.takes_off(5000), percent.takes_off(50_000)) == (500, 700)
    assert coupon(1).takes_off(3999) == 0
    tea = coupon(1, scope=CouponScope.CATEGORY, categories=frozenset({"tea"}))
    one = coupon(1, scope=CouponScope.PRODUCTS, product_ids=frozenset({UUID(int=2)}))
    assert (tea.covers(line(1)), one.covers(line(1)), one.covers(line(2))) == (True, False, True)


def test_bundles():
    both = Offers(bundles=[bundle(BundleKind.TOGETHER, [1, 2], 7000)])
    quote = price([line(1, quantity=2), line(2, 3000)], both)
    assert quote.payable_minor == 7000 + 5000
    assert price([line(1)], both).payable_minor == 5000
    three = Offers(bundles=[bundle(BundleKind.ANY_N, [1, 2], 9900, 3)])
    assert price([line(1, quantity=2), line(2, 4000, 2)], three).payable_minor == 9900 + 4000


lines_ = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(1, 9), st.integers(0, 1)), min_size=1, max_size=4
)
coupons_ = st.lists(
    st.tuples(
        st.sampled_from(list(CouponKind)),
        st.sampled_from([None, 0, 1]),
        st.integers(1, 10**6),
        st.integers(0, 10**6),
        st.integers(1, 999_999),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(lines_, coupons_, st.integers(1, 10**6), st.integers(2, 4))
def test_parts_sum_and_nothing_falls_below_its_floor(raw, held, bundle_price, n):
    lines = [line(i, minor, count, shop) for i, (minor, count, shop) in enumerate(raw)]
    coupons = [
        coupon(i, shop, kind=kind, amount_minor=a, threshold_minor=t, rate_ppm=r, cap_minor=a + 5)
        for i, (kind, shop, a, t, r) in enumerate(held)
    ]
    offers = Offers(
        units={lines[0].sku_id: [unit(Kind.FLASH, max(1, lines[0].price_minor // 2))]},
        bundles=[bundle(BundleKind.ANY_N, list(range(4)), bundle_price, n)],
        coupons=coupons,
    )
    quote = price(lines, offers)
    none = price(lines, offers, [])
    assert quote.payable_minor <= none.payable_minor <= quote.total_minor
    for quoted in quote.lines:
        off = sum(a.amount_minor for a in quoted.adjustments)
        assert quoted.payable_minor == quoted.line.total_minor - off >= 0
        assert off == quoted.shop_discount_minor + quoted.platform_discount_minor
        assert all(a.amount_minor > 0 for a in quoted.adjustments)
    for shop in SHOPS:
        mine = [q.payable_minor for q in quote.lines if q.line.shop_id == shop]
        assert not mine or sum(mine) >= 1
    by_coupon = {o.coupon_id: o.discount_minor for o in quote.coupons if o.is_used}
    for coupon_id, amount in by_coupon.items():
        parts = [
            a.amount_minor
            for q in quote.lines
            for a in q.adjustments
            if a.promotion_id == coupon_id
        ]
        assert sum(parts) == amount
