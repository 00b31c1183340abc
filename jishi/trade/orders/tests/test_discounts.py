"""Orders with coupons and flash prices: what is booked, what comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import fire_due
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import operator_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.errors import PayableDiffers
from jishi.trade.orders.factories import line_of, make_buyer, make_checkout, pay_checkout
from jishi.trade.orders.models import Checkout
from jishi.trade.orders.queries import list_addresses, load_checkout
from jishi.trade.promotions.actions.lock_promotions import lock_promotions
from jishi.trade.promotions.errors import CouponUnusable, FlashLimit
from jishi.trade.promotions.factories import (
    give_coupon,
    make_flash,
    make_market_coupon,
    make_shop_coupon,
)
from jishi.trade.promotions.queries import get_coupon, get_flash_item, list_claims
from jishi.trade.promotions.rules import HeldCoupon, Offers, price
from jishi.trade.promotions.types import (
    ClaimStatus,
    CouponKind,
    CouponScope,
    Kind,
    QuoteLine,
    UnitOffer,
)

pytestmark = pytest.mark.django_db


def place(buyer, *lines, **values):
    with transaction.atomic():
        return place_order(
            actor=buyer,
            lines=lines,
            address_id=list_addresses(buyer.require_person())[0].id,
            **{"idempotency_key": "one"} | values,
        )


def claim_states(buyer):
    claims = list_claims(buyer.require_person(), statuses=list(ClaimStatus)).items
    return sorted(str(c.status) for c in claims)


def test_two_shops_two_coupons_a_flash_price_one_payment_and_the_way_back():
    buyer = make_buyer()
    one, two = make_product(), make_product()  # 45.90 each
    make_flash(one, price_minor=4000)
    shop_coupon = make_shop_coupon(one.shop_id, threshold_minor=4000)
    market = make_market_coupon(
        operator_actor(make_operator().id), threshold_minor=7000, amount_minor=1001
    )
    give_coupon(buyer, shop_coupon)
    give_coupon(buyer, market)
    checkout = place(buyer, line_of(one), line_of(two), expected_payable_minor=6589)
    assert (checkout.total_minor, checkout.payable_minor) == (9180, 6589)
    assert claim_states(buyer) == ["locked", "locked"]
    assert checkout.expires_at - checkout.created_at == timedelta(minutes=5)
    pay_checkout(checkout)
    assert claim_states(buyer) == ["used", "used"]
    checkout = load_checkout(checkout.id)
    subsidy = 0
    for order in checkout.orders:
        held = get_balance(f"escrow:order:{order.id}").posted_minor
        assert held == order.escrow_minor == order.total_minor - order.shop_discount_minor
        subsidy += order.platform_discount_minor
    assert subsidy == 1001
    assert get_balance("platform:subsidy").posted_minor == -1001
    assert (get_coupon(market.id).used_count, get_coupon(market.id).cost_minor) == (1, 1001)
    assert get_coupon(market.id).gmv_minor == 6589
    assert ask_all() == []

    by_shop = {order.shop_id: order for order in checkout.orders}
    for product, states in ((one, ["held", "used"]), (two, ["held", "held"])):
        order = by_shop[product.shop_id]
        with transaction.atomic():
            done = cancel_order(actor=buyer, order_id=order.id, idempotency_key=str(order.id))
        assert done.refund_minor == order.payable_minor
        assert claim_states(buyer) == states
    assert get_balance("platform:subsidy").posted_minor == 0
    assert ask_all() == []


def test_a_price_that_differs_is_refused_with_the_new_one_and_nothing_is_kept():
    buyer, product = make_buyer(), make_product()
    give_coupon(buyer, make_shop_coupon(product.shop_id))
    with pytest.raises(PayableDiffers) as error:
        place(buyer, line_of(product), expected_payable_minor=4590)
    assert error.value.code == "payable_changed"
    assert error.value.details["payable_minor"] == 3590
    assert not Checkout.objects.exists()
    assert claim_states(buyer) == ["held"]
    assert place(buyer, line_of(product), coupons=[], expected_payable_minor=4590).id


def test_what_is_not_paid_frees_coupon_and_flash_goods():
    buyer, product = make_buyer(), make_product()
    item = make_flash(product, quantity=2)
    give_coupon(buyer, make_shop_coupon(product.shop_id, amount_minor=500, threshold_minor=2000))
    place(buyer, line_of(product))
    assert (get_flash_item(item.id).taken, claim_states(buyer)) == (1, ["locked"])
    clock.advance(timedelta(minutes=6))
    fire_due()
    assert (get_flash_item(item.id).taken, claim_states(buyer)) == (0, ["held"])
    assert stock_of(item.sku_id).reserved == 0
    assert ask_all() == []


def test_a_coupon_is_used_once_and_a_flash_price_by_its_limit():
    buyer, product = make_buyer(), make_product()
    item = make_flash(product, quantity=5)
    first = make_checkout(buyer, line_of(product))
    assert first.payable_minor == 2990
    again = make_checkout(buyer, line_of(product))
    assert again.payable_minor == 4590  # the limit of one is reached: the shop's own price

    line = QuoteLine(item.sku_id, product.id, product.shop_id, "fruit", 1, 4590)
    stale = Offers(units={item.sku_id: [UnitOffer(Kind.FLASH, item.id, "F", 2990, 1)]})
    with pytest.raises(FlashLimit), transaction.atomic():
        lock_promotions(actor=buyer, quote=price([line], stale), reference="checkout:x")
    ghost = HeldCoupon(
        item.id, item.id, "G", None, CouponKind.FLAT, 100, 0, 0, None, CouponScope.ALL
    )
    with pytest.raises(CouponUnusable), transaction.atomic():
        lock_promotions(
            actor=buyer, quote=price([line], Offers(coupons=[ghost])), reference="checkout:x"
        )
    assert get_flash_item(item.id).taken == 1
