from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import InvalidInput, NotAllowed, NotFound
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.catalog.factories import make_product
from jishi.trade.orders import queries
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.factories import (
    line_of,
    make_buyer,
    make_checkout,
    make_delivered_order,
    make_paid_order,
    make_received_order,
    make_shipped_order,
    pay_checkout,
    seller_of,
    ship,
)
from jishi.trade.orders.types import BuyerWord, DeskTab
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


def test_who_sees_an_order_and_who_does_not():
    order = make_paid_order()
    for viewer in (person_actor(order.buyer_id), seller_of(order), operator(), SYSTEM):
        assert queries.get_order(viewer, order.id).id == order.id
    for stranger in (person_actor(make_person().id), seller_of(make_paid_order())):
        with pytest.raises(NotFound):
            queries.get_order(stranger, order.id)
    with pytest.raises(NotFound):
        queries.get_order(operator(), uuid4())


def test_a_checkout_is_its_buyers():
    checkout = make_checkout()
    buyer = person_actor(checkout.buyer_id)
    assert queries.get_checkout(buyer, checkout.id) == checkout
    for stranger in (person_actor(make_person().id), seller_of(checkout.orders[0])):
        with pytest.raises(NotFound):
            queries.get_checkout(stranger, checkout.id)
    with pytest.raises(NotFound):
        queries.get_checkout(buyer, uuid4())


def test_each_word_lists_its_own_orders():
    buyer = make_buyer()
    cancelled, paid = make_checkout(buyer), make_paid_order(buyer)
    shipped, delivered = make_shipped_order(buyer), make_delivered_order(buyer)
    received, pending = make_received_order(buyer), make_checkout(buyer)
    refunding = make_paid_order(buyer)
    refunded = make_paid_order(buyer)

    def cancel(order):
        with transaction.atomic():
            cancel_order(actor=buyer, order_id=order.id, idempotency_key=f"x{order.id}")

    cancel(cancelled.orders[0])
    cancel(refunded)
    run_pending_jobs()
    cancel(refunding)
    expected = {
        BuyerWord.TO_PAY: {pending.orders[0].id},
        BuyerWord.TO_SHIP: {paid.id},
        BuyerWord.TO_RECEIVE: {shipped.id, delivered.id},
        BuyerWord.RECEIVED: {received.id},
        BuyerWord.CANCELLED: {cancelled.orders[0].id},
        BuyerWord.REFUNDING: {refunding.id},
        BuyerWord.REFUNDED: {refunded.id},
    }
    for word, ids in expected.items():
        page = queries.list_orders_of(buyer.person_id, word=word)
        assert {o.id for o in page.items} == ids, word
        assert {o.word for o in page.items} == {word}
    counts = queries.count_orders_of(buyer.person_id)
    assert counts == {word: len(ids) for word, ids in expected.items()}
    assert len(queries.list_orders_of(buyer.person_id).items) == 8
    assert queries.list_orders_of(make_buyer().person_id).items == ()


def test_a_desk_sorts_searches_and_counts():
    shop = make_shop()
    mango = make_product(shop, title="Guifei mango 100%", stock=50)
    buyer = make_buyer()
    pending = make_checkout(buyer, line_of(mango)).orders[0]
    to_ship = make_paid_order(buyer, line_of(mango))
    shipped = ship(make_paid_order(buyer, line_of(mango)))
    owner = owner_of(shop)

    def find(**how):
        return {o.id for o in queries.list_shop_orders(owner, shop.id, **how).items}

    assert find() == {pending.id, to_ship.id, shipped.id}
    assert find(status=DeskTab.TO_PAY) == {pending.id}
    assert find(status=DeskTab.TO_SHIP) == {to_ship.id}
    assert find(status=DeskTab.SHIPPED) == {shipped.id}
    assert find(q=to_ship.number) == {to_ship.id}
    assert find(q="xiaoyu") == find()
    assert find(q="100%") == find()
    assert find(q=shipped.packages[0].tracking_number.lower()) == {shipped.id}
    assert find(q="' OR true --") == set()
    assert find(q="_") == set()
    assert find(q="\x00 ") == find()
    counts = queries.count_shop_orders(shop.id)
    assert (counts[DeskTab.TO_PAY], counts[DeskTab.TO_SHIP], counts[DeskTab.CANCELLED]) == (1, 1, 0)
    for stranger in (buyer, operator(), owner_of(make_shop())):
        with pytest.raises(NotAllowed):
            queries.list_shop_orders(stranger, shop.id)


def test_lists_page_through_all_once_newest_first():
    buyer, product = make_buyer(), make_product(stock=50)
    orders = [make_checkout(buyer, line_of(product)).orders[0] for _ in range(5)]
    found, cursor = [], None
    while True:
        page = queries.list_orders_of(buyer.person_id, cursor=cursor, limit=2)
        found += [o.id for o in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == [o.id for o in reversed(orders)]
    with pytest.raises(InvalidInput):
        queries.list_orders_of(buyer.person_id, cursor="broken")


def test_reads_cost_few_statements(django_assert_num_queries):
    shop, buyer = make_shop(), make_buyer()
    product = make_product(shop, stock=50)
    checkout = make_checkout(buyer, line_of(product), line_of(make_product()))
    pay_checkout(checkout)
    order = next(o for o in checkout.orders if o.shop_id == shop.id)
    for _ in range(3):
        make_checkout(buyer, line_of(product))
    owner = owner_of(shop)
    with django_assert_num_queries(1):
        queries.get_order(buyer, order.id)
    with django_assert_num_queries(2):
        queries.get_order(owner, order.id)
    with django_assert_num_queries(1):
        assert len(queries.get_checkout(buyer, checkout.id).orders) == 2
    with django_assert_num_queries(1):
        assert len(queries.list_orders_of(buyer.person_id).items) == 5
    with django_assert_num_queries(2):
        assert len(queries.list_shop_orders(owner, shop.id, q="product").items) == 4
    with django_assert_num_queries(1):
        assert queries.count_shop_orders(shop.id)[DeskTab.TO_PAY] == 3
    with django_assert_num_queries(1):
        assert queries.count_orders_of(buyer.person_id)[BuyerWord.TO_PAY] == 3
    with django_assert_num_queries(1):
        assert len(queries.list_orders([o.id for o in checkout.orders])) == 2
    with django_assert_num_queries(0):
        assert queries.list_orders([]) == {}
    with django_assert_num_queries(1):
        assert queries.find_order_ref(order.number.lower()) == order.id


def test_a_snapshot_outlives_the_product():
    from jishi.trade.catalog.actions.update_product import update_product

    shop = make_shop()
    product = make_product(shop, title="Guifei mango")
    order = make_paid_order(None, line_of(product))
    update_product(actor=owner_of(shop), product_id=product.id, title="Plastic mango")
    line = queries.load_order(order.id).lines[0]
    assert (line.title, line.price_minor) == ("Guifei mango", 4590)
