"""Many orders of a flash sale in one transaction: each is right, or refused by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import fire_due
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.trade.catalog.actions.reserve_for_many import reserve_for_many
from jishi.trade.catalog.errors import StockShort
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders.actions.place_flash_orders import place_flash_orders
from jishi.trade.orders.factories import line_of, make_buyer, make_checkout, pay_checkout
from jishi.trade.orders.queries import list_addresses, load_checkout
from jishi.trade.orders.types import Attribution, CheckoutStatus, FlashOrder
from jishi.trade.promotions.factories import make_flash
from jishi.trade.promotions.queries import get_flash_item

pytestmark = pytest.mark.django_db


def wish(buyer, **values):
    given = {
        "buyer_id": buyer.require_person(),
        "address_id": list_addresses(buyer.require_person())[0].id,
        "quantity": 1,
        "expected_payable_minor": 2990,
        "idempotency_key": str(uuid4()),
    }
    return FlashOrder(**given | values)


def place(item, *wishes):
    with transaction.atomic():
        return place_flash_orders(item=item, wishes=wishes)


def test_first_come_first_served_and_every_refusal_says_why():
    item = make_flash(make_product(stock=3), quantity=2)
    buyers = [make_buyer() for _ in range(5)]
    first = wish(buyers[0], attribution=Attribution("feed"))
    answers = place(
        item,
        first,
        first,  # a double click in the same batch
        wish(buyers[0]),
        wish(buyers[1], expected_payable_minor=1),
        wish(buyers[2], address_id=uuid4()),
        wish(buyers[1]),
        wish(buyers[3]),
        wish(buyers[4], buyer_id=uuid4()),
    )
    assert [a.error for a in answers] == [
        "", "", "flash_limit", "payable_changed", "address_missing", "", "flash_sold_out",
        "not_signed_in",
    ]  # fmt: skip
    assert answers[0] == answers[1]
    assert place(item, first) == [answers[0]]  # the same request again
    again = place(item, wish(buyers[0], idempotency_key=first.idempotency_key, quantity=2))
    assert again[0].error == "idempotency_conflict"

    checkout = load_checkout(answers[0].checkout_id)
    order, line = checkout.orders[0], checkout.orders[0].lines[0]
    assert (checkout.total_minor, checkout.payable_minor) == (4590, 2990)
    assert (line.payable_minor, line.shop_discount_minor) == (2990, 1600)
    assert [(a.kind, a.title, a.promotion_id) for a in line.adjustments] == [
        ("flash", "Evening sale", item.id)
    ]
    assert (line.attribution.scene, order.address.name) == ("feed", "Lin Xiaoyu")
    assert checkout.expires_at - checkout.created_at == timedelta(minutes=5)
    assert checkout.payment_id == answers[0].payment_id
    assert len(recorded("orders.order_placed")) == 2
    stock = stock_of(item.sku_id)
    assert (stock.on_hand, stock.reserved) == (3, 2)
    assert get_flash_item(item.id).left == 0
    pay_checkout(checkout)
    assert load_checkout(checkout.id).status is CheckoutStatus.PAID
    clock.advance(timedelta(minutes=6))
    fire_due()
    assert get_flash_item(item.id).left == 1  # the one that was not paid
    assert stock_of(item.sku_id).reserved == 0
    assert ask_all() == []


def test_a_batch_costs_as_few_statements_as_one_order(django_assert_num_queries):
    item = make_flash(make_product(stock=20), quantity=20)
    wishes = [wish(make_buyer()) for _ in range(8)]
    place(item, wish(make_buyer()))  # policies are read now
    # goods, starts, lock, take, orders, payments, audit, events, stock
    with django_assert_num_queries(9 + 2):  # and the savepoint of the test
        answers = place(item, *wishes)
    assert {a.error for a in answers} == {""}


def test_never_more_than_the_shelf_has():
    product = make_product(stock=2)
    item = make_flash(product, quantity=2)
    make_checkout(make_buyer(), line_of(product))  # takes one at the flash price
    answers = place(item, wish(make_buyer()), wish(make_buyer()))
    assert [a.error for a in answers] == ["", "flash_sold_out"]
    with pytest.raises(StockShort), transaction.atomic():
        reserve_for_many(sku_id=item.sku_id, wanted=[("checkout:x", 1)], expires_at=clock.now())
    assert ask_all() == []


def test_a_sale_that_is_over_or_not_begun_sells_nothing():
    product = make_product()
    start = clock.now() + timedelta(hours=1)
    item = make_flash(product, starts_at=start, ends_at=start + timedelta(hours=1))
    assert place(item, wish(make_buyer()))[0].error == "flash_over"
    clock.advance(timedelta(hours=3))
    assert place(item, wish(make_buyer()))[0].error == "flash_over"
    assert stock_of(item.sku_id).reserved == 0
