"""Many at once on the real PostgreSQL: nothing is sold twice, nothing is done twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product, reservations, stock_of, two_sizes
from jishi.trade.orders import queries
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.place_order import place_order
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.factories import (
    line_of,
    make_buyer,
    make_checkout,
    make_paid_order,
    make_shipped_order,
    pay_checkout,
    seller_of,
)
from jishi.trade.orders.models import Checkout, Order, Package
from jishi.trade.orders.types import CheckoutStatus, FulfilmentStatus, OrderLineInput
from jishi.trade.payments.queries import list_refunds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs_of_other_tests():
    """The queue's tables are not Django's: what other tests left there would run here."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


def at_once(count: int, run: Callable[[int], object], workers: int | None = None) -> list[object]:
    """Run it `count` times from many threads; answers, or the codes of domain errors."""
    workers = workers or count
    gate = Barrier(workers)

    def one(number: int) -> object:
        if number < workers:
            gate.wait()
        try:
            return run(number)
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(count)))


def test_two_hundred_buyers_and_twenty_units():
    product = make_product(stock=20)
    buyers = [make_buyer() for _ in range(200)]
    addresses = [queries.list_addresses(b.person_id)[0].id for b in buyers]
    line = line_of(product)

    def buy(number: int) -> object:
        with durable():
            checkout = place_order(
                actor=buyers[number],
                lines=[line],
                address_id=addresses[number],
                idempotency_key="flash",
            )
        pay_checkout(checkout)
        return "paid"

    assert Counter(at_once(200, buy, workers=16)) == {"paid": 20, "stock_short": 180}
    stock = stock_of(line.sku_id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (0, 0, 20)
    orders = Order.objects.all()
    assert orders.count() == 20
    assert {o.payment_status for o in orders} == {CheckoutStatus.PAID}
    assert len({o.buyer_id for o in orders}) == 20
    assert {get_balance(f"escrow:order:{o.id}").posted_minor for o in orders} == {4590}
    assert len(recorded("orders.order_paid")) == 20
    assert len({o.number for o in orders}) == 20
    assert ask_all() == []


def test_carts_of_two_skus_in_either_order_never_lock_each_other_out():
    product = make_product(**two_sizes(30))
    buyers = [make_buyer() for _ in range(40)]
    addresses = [queries.list_addresses(b.person_id)[0].id for b in buyers]
    lines = [OrderLineInput(s.id, 1, s.price_minor) for s in product.skus]

    def buy(number: int) -> object:
        with durable():
            place_order(
                actor=buyers[number],
                lines=lines if number % 2 else lines[::-1],
                address_id=addresses[number],
                idempotency_key="both",
            )
        return "placed"

    assert Counter(at_once(40, buy, workers=12)) == {"placed": 30, "stock_short": 10}
    assert {(s.on_hand, s.reserved) for s in map(stock_of, [x.sku_id for x in lines])} == {(30, 30)}
    assert ask_all() == []


def test_a_double_click_on_buy_is_one_checkout():
    buyer, product = make_buyer(), make_product()
    address = queries.list_addresses(buyer.person_id)[0].id

    def click(_: int) -> object:
        with durable():
            return place_order(
                actor=buyer,
                lines=[line_of(product)],
                address_id=address,
                idempotency_key="once",
            ).id

    assert len(set(at_once(6, click))) == 1
    assert Checkout.objects.count() == Order.objects.count() == len(reservations()) == 1
    assert stock_of(product.skus[0].id).reserved == 1


def test_double_clicks_on_ship_and_receive_count_once():
    order = make_paid_order()
    seller, buyer = seller_of(order), person_actor(order.buyer_id)

    def ship(_: int) -> object:
        with durable():
            return ship_order(
                actor=seller,
                order_id=order.id,
                carrier="SF Express",
                tracking_number="SF0001",
                idempotency_key="s",
            ).fulfilment_status

    assert set(at_once(5, ship)) == {FulfilmentStatus.SHIPPED}
    assert Package.objects.count() == len(recorded("orders.order_shipped")) == 1

    def receive(_: int) -> object:
        with durable():
            return receive_order(
                actor=buyer, order_id=order.id, idempotency_key="r"
            ).fulfilment_status

    assert set(at_once(5, receive)) == {FulfilmentStatus.RECEIVED}
    assert len(recorded("orders.order_received")) == 1


@pytest.mark.parametrize("number", range(4))
def test_of_shipping_and_cancelling_at_once_one_wins(number):
    order = make_paid_order()
    seller, buyer = seller_of(order), person_actor(order.buyer_id)

    def act(who: int) -> object:
        with durable():
            if who:
                return cancel_order(
                    actor=buyer, order_id=order.id, idempotency_key="c"
                ).fulfilment_status
            return ship_order(
                actor=seller,
                order_id=order.id,
                carrier="SF Express",
                tracking_number=f"SF000{number}",
                idempotency_key="s",
            ).fulfilment_status

    assert at_once(2, act).count("transition_refused") == 1
    run_pending_jobs()
    after = queries.load_order(order.id)
    left = get_balance(f"escrow:order:{order.id}").posted_minor
    if after.fulfilment_status is FulfilmentStatus.SHIPPED:
        assert (left, list_refunds(order.payment_id)) == (order.total_minor, ())
    else:
        assert (left, after.packages) == (0, ())
        assert len(list_refunds(order.payment_id)) == 1
    assert ask_all() == []


@pytest.mark.parametrize("number", range(4))
def test_of_paying_and_closing_at_once_one_wins_and_no_money_is_lost(number):
    product = make_product(stock=1)
    checkout = make_checkout(None, line_of(product))

    def act(who: int) -> object:
        if who:
            pay_checkout(checkout)
            return "paid"
        with durable():
            close_checkout(actor=SYSTEM, checkout_id=checkout.id)
        return "closed"

    at_once(2, act)
    run_pending_jobs()
    order = queries.load_checkout(checkout.id).orders[0]
    stock = stock_of(product.skus[0].id)
    kept = get_balance(f"escrow:order:{order.id}").posted_minor
    refunded = sum(r.amount_minor for r in list_refunds(checkout.payment_id))
    if order.payment_status is CheckoutStatus.PAID:
        assert (kept, refunded, stock.on_hand) == (order.total_minor, 0, 0)
    else:
        assert (kept, stock.on_hand, stock.reserved) == (0, 1, 0)
        assert refunded in (0, order.total_minor)
    assert ask_all() == []


def test_twenty_cancellations_give_twenty_units_back():
    product = make_product(stock=20)
    orders = [make_paid_order(None, line_of(product)) for _ in range(8)]

    def cancel(number: int) -> object:
        order = orders[number]
        with durable():
            return cancel_order(
                actor=person_actor(order.buyer_id), order_id=order.id, idempotency_key="c"
            ).fulfilment_status

    assert set(at_once(8, cancel)) == {FulfilmentStatus.CANCELLED}
    run_pending_jobs()
    stock = stock_of(product.skus[0].id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (20, 0, 0)
    assert ask_all() == []


def test_the_timer_and_the_buyer_receive_at_once():
    order = make_shipped_order()
    buyer = person_actor(order.buyer_id)

    def receive(who: int) -> object:
        actor = buyer if who else SYSTEM
        with durable():
            return receive_order(
                actor=actor, order_id=order.id, idempotency_key=f"k{who}"
            ).fulfilment_status

    assert sorted(map(str, at_once(2, receive))) == ["received", "transition_refused"]
    assert len(recorded("orders.order_received")) == 1
