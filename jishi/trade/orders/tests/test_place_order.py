import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotSignedIn,
    TextTooLong,
)
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.catalog.actions.delist_product import delist_product
from jishi.trade.catalog.actions.set_price import set_price
from jishi.trade.catalog.errors import QuantityInvalid, StockShort
from jishi.trade.catalog.factories import (
    make_draft,
    make_product,
    reservations,
    stock_of,
    two_sizes,
)
from jishi.trade.orders import queries
from jishi.trade.orders.actions.add_to_cart import add_to_cart
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.errors import (
    AddressMissing,
    NothingToOrder,
    PriceDiffers,
    SkuUnavailable,
    TooManyLines,
)
from jishi.trade.orders.factories import give_address, line_of, make_buyer, make_checkout
from jishi.trade.orders.models import Checkout, Order, OrderLine
from jishi.trade.orders.types import (
    Attribution,
    BuyerWord,
    CheckoutStatus,
    Otherwise,
    StepAction,
)
from jishi.trade.payments.errors import UnknownProvider
from jishi.trade.payments.queries import get_payment, list_payments_of
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.suspend_shop import suspend_shop
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def place(buyer, *lines, key="k", **values):
    if "address_id" not in values:
        values["address_id"] = queries.list_addresses(buyer.person_id)[0].id
    with transaction.atomic():
        return place_order(actor=buyer, lines=lines, idempotency_key=key, **values)


def nothing_was_placed():
    return not (
        Checkout.objects.exists()
        or Order.objects.exists()
        or OrderLine.objects.exists()
        or reservations()
        or recorded("orders.order_placed")
    )


def test_one_checkout_makes_an_order_for_each_shop_and_holds_stock():
    buyer = make_buyer()
    mango, tea = make_product(price_minor=4590), make_product(price_minor=12800)
    seen = Attribution("feed", "video", uuid4(), uuid4(), None, "private", uuid4())
    checkout = place(
        buyer,
        line_of(mango, 2, seen),
        line_of(tea),
        notes={mango.shop_id: "ripe ones, please"},
    )
    assert checkout.status is CheckoutStatus.PENDING
    assert checkout.total_minor == 2 * 4590 + 12800
    assert checkout.expires_at - checkout.created_at == timedelta(minutes=30)
    by_shop = {order.shop_id: order for order in checkout.orders}
    first = by_shop[mango.shop_id]
    assert first.note == "ripe ones, please"
    assert first.word is BuyerWord.TO_PAY
    assert first.lines[0].attribution == seen
    assert first.lines[0].total_minor == 9180
    assert first.lines[0].promises == mango.promises
    assert re.fullmatch(r"2\d{7}-[0-9A-HJKMNP-TV-Z]{6}", first.number)
    assert first.address.name == "Lin Xiaoyu"
    assert stock_of(mango.skus[0].id).reserved == 2
    payment = get_payment(checkout.payment_id)
    assert (payment.amount_minor, payment.payer_id) == (checkout.total_minor, buyer.person_id)
    assert {e.order_id for e in recorded("orders.order_placed")} == {
        order.id for order in checkout.orders
    }


def test_the_order_says_who_is_next_until_when_and_what_otherwise():
    order = make_checkout().orders[0]
    step = order.expected_step
    assert (step.action, step.by) == (StepAction.PAY, ("buyer",))
    assert step.until == order.placed_at + timedelta(minutes=30)
    assert step.otherwise is Otherwise.CHECKOUT_CLOSES
    codes = [(node.code, node.state.value) for node in order.timeline]
    assert codes[:2] == [("placed", "done"), ("paid", "now")]


def test_what_was_ordered_leaves_the_cart_and_the_rest_stays():
    buyer, one, other = make_buyer(), make_product(), make_product()
    for product in (one, other):
        add_to_cart(actor=buyer, sku_id=product.skus[0].id)
    place(buyer, line_of(one))
    assert [x.sku.product_id for x in queries.get_cart(buyer).lines] == [other.id]


def test_the_same_key_answers_with_the_same_checkout():
    buyer, product = make_buyer(), make_product()
    first = place(buyer, line_of(product))
    set_price(actor=owner_of_product(product), sku_id=product.skus[0].id, price_minor=1)
    assert place(buyer, line_of(product)) == first
    assert stock_of(product.skus[0].id).reserved == 1
    with pytest.raises(IdempotencyConflict):
        place(buyer, line_of(product, 2))
    assert Checkout.objects.count() == 1


def test_two_buyers_may_use_the_same_key():
    product = make_product()
    assert place(make_buyer(), line_of(product)).id != place(make_buyer(), line_of(product)).id


def owner_of_product(product):
    from jishi.trade.shops.queries import get_shop_card

    return owner_of(get_shop_card(product.shop_id))


@pytest.mark.parametrize("quantity", [0, -1, -(10**9), 1000, 10**12, 1.5, True, "2"])
def test_absurd_quantities_are_refused(quantity):
    buyer, product = make_buyer(), make_product()
    with pytest.raises(QuantityInvalid):
        place(buyer, replace(line_of(product), quantity=quantity))
    assert nothing_was_placed()


@pytest.mark.parametrize("price", [0, 1, -4590, 4589, 10**15])
def test_a_tampered_price_is_refused(price):
    buyer, product = make_buyer(), make_product()
    with pytest.raises(PriceDiffers) as caught:
        place(buyer, replace(line_of(product), expected_price_minor=price))
    assert caught.value.code == "price_changed"
    assert nothing_was_placed()


def test_more_than_there_is_cannot_be_ordered():
    buyer, product = make_buyer(), make_product(stock=2)
    with pytest.raises(StockShort) as caught:
        place(buyer, line_of(product, 3))
    assert caught.value.details["left"] == 2
    assert nothing_was_placed()
    assert list_payments_of([]) == {}


def test_goods_that_are_not_on_sale_cannot_be_ordered():
    buyer, shop = make_buyer(), make_shop()
    delisted, kept, draft = make_product(shop), make_product(shop), make_draft(shop)
    delist_product(actor=owner_of(shop), product_id=delisted.id)
    lines = [line_of(delisted), line_of(draft), replace(line_of(kept), sku_id=uuid4())]
    for line in lines:
        with pytest.raises(SkuUnavailable):
            place(buyer, line)
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    with pytest.raises(SkuUnavailable):
        place(buyer, line_of(kept))
    assert nothing_was_placed()


def test_a_suspended_shop_sells_nothing():
    from jishi.foundation.accounts.factories import operator

    buyer, shop = make_buyer(), make_shop()
    product = make_product(shop)
    suspend_shop(actor=operator(), shop_id=shop.id)
    with pytest.raises(SkuUnavailable):
        place(buyer, line_of(product))


def test_an_address_must_be_ones_own():
    buyer, other = make_buyer(), person_actor(make_person().id)
    foreign = give_address(other)
    for address in (foreign, uuid4()):
        with pytest.raises(AddressMissing):
            place(buyer, line_of(make_product()), address_id=address)
    assert nothing_was_placed()


def test_unfit_input_is_refused():
    buyer, product = make_buyer(), make_product()
    line = line_of(product)
    cases = [
        ((), {}, NothingToOrder),
        ([line] * 51, {}, TooManyLines),
        ([line, line], {}, InvalidInput),
        ([line], {"key": ""}, InvalidInput),
        ([line], {"key": "k" * 121}, InvalidInput),
        ([line], {"key": "\x00"}, InvalidInput),
        ([line], {"provider": "nobody"}, UnknownProvider),
        ([line], {"notes": {product.shop_id: "🥭" * 10_000}}, TextTooLong),
        ([line], {"notes": {"not an id": "x"}}, InvalidInput),
        ([replace(line, attribution=Attribution(""))], {}, InvalidInput),
        ([replace(line, attribution=Attribution("x" * 41))], {}, InvalidInput),
        ([replace(line, attribution=Attribution("feed", channel="secret"))], {}, InvalidInput),
    ]
    for lines, values, error in cases:
        with pytest.raises(error):
            place(buyer, *lines, **values)
    with pytest.raises(NotSignedIn):
        place(SYSTEM, line, address_id=uuid4())
    assert nothing_was_placed()


def test_a_note_keeps_emoji_and_template_strings_as_they_are():
    buyer, product = make_buyer(), make_product()
    note = "🥭 {{ 7*7 }} <b> ' OR 1=1 --"
    assert place(buyer, line_of(product), notes={str(product.shop_id): note}).orders[0].note == note


def test_the_quickest_promise_sets_the_time_to_ship():
    shop = make_shop()
    quick = make_product(shop, promises=["dispatch_24h"])
    slow = make_product(shop, promises=["dispatch_72h"])
    none = make_product(promises=[])
    checkout = place(make_buyer(), line_of(quick), line_of(slow), line_of(none))
    hours = dict(Order.objects.values_list("shop_id", "dispatch_hours"))
    assert hours == {shop.id: 24, none.shop_id: 48}
    assert len(checkout.orders) == 2


def test_placing_an_order_costs_few_statements():
    buyer = make_buyer()
    products = [make_product(**two_sizes()) for _ in range(2)]
    place(buyer, line_of(products[0]), key="warm")  # policies are read now
    address = queries.list_addresses(buyer.person_id)[0].id
    counts = []
    for lines in ([line_of(products[0])], [line_of(p) for p in products]):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            place_order(
                actor=buyer,
                lines=lines,
                address_id=address,
                idempotency_key=f"count{len(lines)}",
            )
        counts.append(len(seen))
    # start, offers, prices, freight, write, payment, link + cart, audit, view, and of each
    # shop event and stock
    assert counts == [11, 13]
