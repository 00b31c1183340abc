from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import handler_names
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.factories import make_product, reservations, stock_of, two_sizes
from jishi.trade.orders import queries
from jishi.trade.orders.actions.accept_payment import PROVIDER, CheckoutConsumer, accept_payment
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.factories import (
    line_of,
    make_buyer,
    make_checkout,
    make_paid_order,
    pay_checkout,
)
from jishi.trade.orders.types import (
    Attribution,
    BuyerWord,
    CheckoutStatus,
    FulfilmentStatus,
    Otherwise,
    StepAction,
)
from jishi.trade.payments.queries import get_payment, list_refunds

pytestmark = pytest.mark.django_db


def test_money_goes_into_an_escrow_for_each_order_and_stock_is_sold():
    mango, tea = make_product(price_minor=4590), make_product(price_minor=12800)
    buyer = make_buyer()
    seen = Attribution("live", "live", UUID(int=7))
    checkout = make_checkout(buyer, line_of(mango, 2, seen), line_of(tea))
    pay_checkout(checkout)
    paid = queries.get_checkout(buyer, checkout.id)
    assert paid.status is CheckoutStatus.PAID
    for order in paid.orders:
        assert order.payment_status is CheckoutStatus.PAID
        assert order.word is BuyerWord.TO_SHIP
        assert order.ship_by == order.paid_at + timedelta(hours=48)
        assert order.cancel_by == order.paid_at + timedelta(days=9)
        assert get_balance(f"escrow:order:{order.id}").posted_minor == order.total_minor
    stock = stock_of(mango.skus[0].id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (8, 0, 2)
    facts = {e.shop_id: e for e in recorded("orders.order_paid")}
    assert facts[mango.shop_id].lines[0].attribution["content_id"] == str(UUID(int=7))
    assert facts[tea.shop_id].total_minor == 12800
    assert facts[tea.shop_id].payment_id == checkout.payment_id
    assert ask_all() == []


def test_a_paid_order_waits_for_its_shop_and_says_what_otherwise():
    order = make_paid_order()
    step = order.expected_step
    assert (step.action, step.by, step.until) == (StepAction.SHIP, ("merchant",), order.ship_by)
    assert step.otherwise is Otherwise.BUYER_MAY_CANCEL
    assert StepAction.CANCEL in {s.action for s in order.next_steps}
    assert [n.code for n in order.timeline] == [
        "placed", "paid", "packing", "shipped", "delivered", "received",
    ]  # fmt: skip


def test_money_after_closing_is_refused_and_given_back():
    checkout = make_checkout()
    with transaction.atomic():
        close_checkout(actor=SYSTEM, checkout_id=checkout.id)
    with pytest.raises(TransitionRefused), transaction.atomic():
        accept_payment(actor=PROVIDER, payment=get_payment(checkout.payment_id))
    assert CheckoutConsumer().on_paid(get_payment(checkout.payment_id)) is None
    order = queries.load_order(checkout.orders[0].id)
    assert order.payment_status is CheckoutStatus.CLOSED
    assert order.fulfilment_status is FulfilmentStatus.CANCELLED
    assert recorded("orders.order_paid") == []


def test_money_for_stock_that_was_given_away_is_given_back():
    product = make_product(stock=1)
    checkout = make_checkout(None, line_of(product))
    # as if the checkout's own timer had been away for long
    release_reservation(actor=SYSTEM, reference=f"checkout:{checkout.id}")
    pay_checkout(checkout)
    run_pending_jobs()
    refunds = list_refunds(checkout.payment_id)
    assert [r.amount_minor for r in refunds] == [checkout.total_minor]
    stock = stock_of(product.skus[0].id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (1, 0, 0)
    assert queries.load_order(checkout.orders[0].id).payment_status is CheckoutStatus.CLOSED
    assert recorded("orders.order_paid") == []
    assert ask_all() == []


def test_the_same_payment_is_taken_once():
    order = make_paid_order()
    payment = get_payment(order.payment_id)
    with pytest.raises(TransitionRefused), transaction.atomic():
        accept_payment(actor=PROVIDER, payment=payment)
    assert len(recorded("orders.order_paid")) == 1
    assert reservations() == ["committed"]


def test_taking_a_payment_costs_few_statements():
    product = make_product(**two_sizes())
    checkout = make_checkout(None, line_of(product))
    payment = get_payment(checkout.payment_id)
    with CaptureQueriesContext(connection) as seen:
        CheckoutConsumer().on_paid(payment)
    # move, reservation, stock, and the event with its subscribers' jobs
    assert len(seen) == 4 + bool(handler_names("orders.order_paid"))
