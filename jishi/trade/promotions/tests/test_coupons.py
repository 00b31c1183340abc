"""A coupon's way: made, taken, locked, used, freed, returned, expired."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_operator, make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import fire_due
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, TransitionRefused
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import operator_actor, person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.promotions.actions.claim_coupon import claim_coupon
from jishi.trade.promotions.actions.stop_coupon import stop_coupon
from jishi.trade.promotions.errors import CouponGone, CouponTaken
from jishi.trade.promotions.factories import (
    coupon_input,
    give_coupon,
    make_market_coupon,
    make_shop_coupon,
)
from jishi.trade.promotions.queries import (
    find_coupons_for,
    get_coupon,
    list_claims,
    list_coupons,
    list_open_coupons,
)
from jishi.trade.promotions.rules import CLAIM
from jishi.trade.promotions.types import ClaimStatus, CouponKind, CouponScope
from jishi.trade.shops.factories import make_shop, owner_of
from jishi.trade.shops.queries import get_shop_card

pytestmark = pytest.mark.django_db


def someone():
    return person_actor(make_person().id)


def test_the_machine_of_a_claim_allows_these_steps_only():
    allowed = {(t.source, t.target, by) for t in CLAIM.transitions for by in t.by}
    assert allowed == {
        ("held", "locked", "buyer"),
        ("locked", "held", "system"),
        ("locked", "used", "system"),
        ("used", "held", "system"),
        ("held", "expired", "system"),
    }
    for source, target, by in product(ClaimStatus, ClaimStatus, ("buyer", "system", "merchant")):
        if (source, target, by) not in allowed:
            with pytest.raises(TransitionRefused):
                CLAIM.check(source, target, by)


def test_taking_ends_with_the_number_the_budget_and_the_person():
    shop = make_shop()
    coupon = make_shop_coupon(shop.id, quantity=5, budget_minor=2999)  # bears two of ten yuan
    first, second = someone(), someone()
    give_coupon(first, coupon)
    with pytest.raises(CouponTaken), transaction.atomic():
        claim_coupon(actor=first, coupon_id=coupon.id)
    assert get_coupon(coupon.id).left == 1
    give_coupon(second, coupon)
    with pytest.raises(CouponGone), transaction.atomic():
        claim_coupon(actor=someone(), coupon_id=coupon.id)
    assert get_coupon(coupon.id).claimed_count == 2
    assert ask_all() == []


def test_who_makes_and_stops_what(django_assert_num_queries):
    shop = make_shop()
    with pytest.raises(NotAllowed):
        make_market_coupon(owner_of(shop))
    operator = operator_actor(make_operator().id)
    market = make_market_coupon(operator)
    own = make_shop_coupon(shop.id)
    viewer = someone()
    with django_assert_num_queries(1):
        assert [c.id for c in list_open_coupons(viewer)] == [market.id, own.id]
    with django_assert_num_queries(2):
        assert [c.id for c in list_coupons(owner_of(shop), shop.id).items] == [own.id]
    with pytest.raises(NotAllowed):
        list_coupons(owner_of(shop), None)
    with pytest.raises(NotAllowed), transaction.atomic():
        stop_coupon(actor=owner_of(shop), coupon_id=market.id)
    with transaction.atomic():
        stop_coupon(actor=owner_of(shop), coupon_id=own.id)
    assert [c.id for c in list_open_coupons(viewer)] == [market.id]
    with pytest.raises(TransitionRefused), transaction.atomic():
        stop_coupon(actor=operator, coupon_id=own.id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"threshold_minor": 1000}, "threshold_minor"),
        ({"cap_minor": 5}, "cap_minor"),
        ({"kind": CouponKind.PERCENT, "rate_ppm": 1_000_000, "cap_minor": 5}, "rate_ppm"),
        ({"kind": CouponKind.PERCENT, "rate_ppm": 1000}, "cap_minor"),
        ({"scope": CouponScope.CATEGORY}, "categories"),
        ({"scope": CouponScope.PRODUCTS}, "product_ids"),
        ({"budget_minor": 1}, "budget_minor"),
        ({"use_until": coupon_input}, "use_until"),
    ],
)
def test_what_makes_no_sense_is_refused(values, field):
    if field == "use_until":
        values = {"use_until": clock.now() + timedelta(days=1)}
    with pytest.raises(InvalidInput) as error:
        make_shop_coupon(make_shop().id, **values)
    assert error.value.details == {"field": field}


def test_a_product_shows_what_is_for_it(django_assert_num_queries):
    product_ = make_product()
    other = make_product(get_shop_card(product_.shop_id))
    everything = make_shop_coupon(product_.shop_id)
    fruit = make_shop_coupon(
        product_.shop_id, scope=CouponScope.CATEGORY, categories=(product_.category,)
    )
    make_shop_coupon(product_.shop_id, scope=CouponScope.PRODUCTS, product_ids=(other.id,))
    make_shop_coupon(make_shop().id)
    with django_assert_num_queries(1):
        found = find_coupons_for(
            None,
            shop_id=product_.shop_id,
            product_id=product_.id,
            category=product_.category,
        )
    assert {c.id for c in found} == {everything.id, fruit.id}


def test_what_is_not_used_in_time_expires_by_the_market_clock():
    buyer = someone()
    give_coupon(buyer, make_shop_coupon(make_shop().id))
    assert len(list_claims(buyer.require_person()).items) == 1
    clock.advance(timedelta(days=31))
    fire_due()
    assert list_claims(buyer.require_person()).items == ()
    gone = list_claims(buyer.require_person(), statuses=[ClaimStatus.EXPIRED]).items
    assert [c.status for c in gone] == [ClaimStatus.EXPIRED]
