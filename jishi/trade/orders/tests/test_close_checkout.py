from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.kernel.errors import NotFound, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders import queries
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.factories import line_of, make_buyer, make_checkout, pay_checkout
from jishi.trade.orders.models import OrderMove
from jishi.trade.orders.types import BuyerWord, CheckoutStatus, FulfilmentStatus
from jishi.trade.payments.actions.close_payment import close_payment
from jishi.trade.payments.queries import get_payment, list_refunds
from jishi.trade.payments.types import PaymentStatus

pytestmark = pytest.mark.django_db


def test_an_unpaid_checkout_closes_by_the_clock_and_its_stock_comes_back():
    buyer, product = make_buyer(), make_product(stock=3)
    other = make_product()
    checkout = make_checkout(buyer, line_of(product, 3), line_of(other))
    pass_time(timedelta(minutes=29))
    assert queries.get_checkout(buyer, checkout.id).status is CheckoutStatus.PENDING
    assert stock_of(product.skus[0].id).reserved == 3
    pass_time(timedelta(minutes=2))
    closed = queries.get_checkout(buyer, checkout.id)
    assert closed.status is CheckoutStatus.CLOSED
    for order in closed.orders:
        assert order.fulfilment_status is FulfilmentStatus.CANCELLED
        assert (order.word, order.next_steps) == (BuyerWord.CANCELLED, ())
        assert [n.code for n in order.timeline] == ["placed", "cancelled"]
        assert order.cancel_reason == "not paid in time"
    assert stock_of(product.skus[0].id).reserved == 0
    assert get_payment(checkout.payment_id).status is PaymentStatus.CLOSED
    assert {e.refunded_minor for e in recorded("orders.order_cancelled")} == {0}
    assert [e.checkout_id for e in recorded("orders.checkout_closed")] == [checkout.id]
    assert OrderMove.objects.filter(machine="fulfilment").count() == 2
    assert ask_all() == []


def test_a_paid_checkout_cannot_be_closed():
    checkout = make_checkout()
    pay_checkout(checkout)
    with pytest.raises(TransitionRefused), transaction.atomic():
        close_checkout(actor=SYSTEM, checkout_id=checkout.id)
    pass_time(timedelta(hours=1))
    assert queries.load_checkout(checkout.id).status is CheckoutStatus.PAID
    assert get_payment(checkout.payment_id).status is PaymentStatus.PAID


def test_closing_twice_is_refused_and_changes_nothing():
    checkout = make_checkout()
    close_checkout(actor=SYSTEM, checkout_id=checkout.id)
    with pytest.raises(TransitionRefused), transaction.atomic():
        close_checkout(actor=SYSTEM, checkout_id=checkout.id)
    assert len(recorded("orders.checkout_closed")) == 1
    with pytest.raises(NotFound):
        close_checkout(actor=SYSTEM, checkout_id=new_id())


def test_a_payment_that_closes_takes_its_checkout_with_it():
    product = make_product(stock=1)
    checkout = make_checkout(None, line_of(product))
    close_payment(actor=SYSTEM, payment_id=checkout.payment_id, reason="closed there")
    run_pending_jobs()
    assert queries.load_checkout(checkout.id).status is CheckoutStatus.CLOSED
    assert stock_of(product.skus[0].id).reserved == 0
    assert ask_all() == []


def test_money_that_comes_after_closing_is_given_back_and_the_order_stays_closed():
    from jishi.trade.payments.actions.sync_payment import sync_payment
    from jishi.trade.payments.factories import press
    from jishi.trade.payments.types import SandboxButton

    checkout = make_checkout()
    payment = get_payment(checkout.payment_id)
    press(payment, SandboxButton.PAY_LATE)
    pass_time(timedelta(minutes=31))
    sync_payment(payment.id)
    run_pending_jobs()
    assert [r.amount_minor for r in list_refunds(payment.id)] == [checkout.total_minor]
    order = queries.load_order(checkout.orders[0].id)
    assert order.payment_status is CheckoutStatus.CLOSED
    assert recorded("orders.order_paid") == []
    assert ask_all() == []
