from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    NotFound,
    TextTooLong,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.catalog.factories import make_product, stock_of
from jishi.trade.orders import queries
from jishi.trade.orders.actions.cancel_order import cancel_order
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.factories import (
    line_of,
    make_buyer,
    make_checkout,
    make_paid_order,
    make_shipped_order,
    pay_checkout,
    seller_of,
)
from jishi.trade.orders.types import BuyerWord, FulfilmentStatus, StepAction
from jishi.trade.payments.queries import list_refunds
from jishi.trade.payments.types import RefundStatus

pytestmark = pytest.mark.django_db


def cancel(actor, order, reason="changed my mind", key="c"):
    with transaction.atomic():
        return cancel_order(actor=actor, order_id=order.id, reason=reason, idempotency_key=key)


def test_a_buyer_gets_all_money_back_and_the_shop_its_goods():
    product = make_product(stock=5)
    order = make_paid_order(None, line_of(product, 2))
    buyer = person_actor(order.buyer_id)
    cancelled = cancel(buyer, order)
    assert cancelled.fulfilment_status is FulfilmentStatus.CANCELLED
    assert (cancelled.word, cancelled.refund_minor) == (BuyerWord.REFUNDING, order.total_minor)
    assert (cancelled.cancelled_by, cancelled.cancel_reason) == ("buyer", "changed my mind")
    assert get_balance(f"escrow:order:{order.id}").posted_minor == 0
    run_pending_jobs()
    after = queries.get_order(buyer, order.id)
    assert (after.word, after.next_steps) == (BuyerWord.REFUNDED, ())
    assert [(n.code, n.state.value) for n in after.timeline] == [
        ("placed", "done"),
        ("paid", "done"),
        ("cancelled", "done"),
        ("refunded", "done"),
    ]
    (refund,) = list_refunds(order.payment_id)
    assert (refund.status, refund.amount_minor) == (RefundStatus.SUCCEEDED, order.total_minor)
    stock = stock_of(product.skus[0].id)
    assert (stock.on_hand, stock.reserved, stock.sold) == (5, 0, 0)
    assert recorded("orders.order_cancelled")[0].refunded_minor == order.total_minor
    assert ask_all() == []


def test_a_double_click_cancels_once_and_gives_the_same_answer():
    order = make_paid_order()
    buyer = person_actor(order.buyer_id)
    first = cancel(buyer, order)
    assert cancel(buyer, order) == first
    with pytest.raises(IdempotencyConflict):
        cancel(buyer, order, reason="another")
    with pytest.raises(TransitionRefused):
        cancel(buyer, order, key="d")
    assert len(list_refunds(order.payment_id)) == 1
    assert len(recorded("orders.order_cancelled")) == 1


@pytest.mark.parametrize("who", ["merchant", "operator", "system"])
def test_others_who_may_cancel_a_paid_order(who):
    order = make_paid_order()
    actor = {"merchant": seller_of(order), "operator": operator(), "system": SYSTEM}[who]
    assert cancel(actor, order).cancelled_by == who
    run_pending_jobs()
    assert ask_all() == []


def test_strangers_find_no_order_to_cancel():
    order = make_paid_order()
    strangers = [person_actor(make_person().id), seller_of(make_paid_order())]
    for stranger in strangers:
        with pytest.raises(NotFound):
            cancel(stranger, order)
    assert queries.load_order(order.id).fulfilment_status is FulfilmentStatus.TO_SHIP


def test_what_is_shipped_cannot_be_cancelled():
    order = make_shipped_order()
    for actor in (person_actor(order.buyer_id), seller_of(order), operator(), SYSTEM):
        with pytest.raises(TransitionRefused):
            cancel(actor, order)
    assert get_balance(f"escrow:order:{order.id}").posted_minor == order.total_minor
    assert list_refunds(order.payment_id) == ()


def test_one_of_two_orders_is_cancelled_and_the_other_goes_on():
    buyer = make_buyer()
    checkout = make_checkout(buyer, line_of(make_product()), line_of(make_product()))
    pay_checkout(checkout)
    first, second = checkout.orders
    cancel(buyer, first)
    run_pending_jobs()
    assert queries.get_order(buyer, second.id).word is BuyerWord.TO_SHIP
    assert get_balance(f"escrow:order:{first.id}").posted_minor == 0
    assert get_balance(f"escrow:order:{second.id}").posted_minor == second.total_minor
    cancel(buyer, second, key="d")
    run_pending_jobs()
    assert sum(r.amount_minor for r in list_refunds(checkout.payment_id)) == checkout.total_minor
    assert ask_all() == []


def test_an_unpaid_order_is_closed_by_its_buyer_with_all_of_its_checkout():
    buyer = make_buyer()
    checkout = make_checkout(buyer, line_of(make_product()), line_of(make_product()))
    for actor in (seller_of(checkout.orders[0]), operator()):
        with pytest.raises(OrderUnpaid):
            cancel(actor, checkout.orders[0])
    cancel(buyer, checkout.orders[0])
    words = {o.word for o in queries.get_checkout(buyer, checkout.id).orders}
    assert words == {BuyerWord.CANCELLED}
    assert ask_all() == []


def test_a_reason_of_ten_thousand_characters_is_refused():
    order = make_paid_order()
    with pytest.raises(TextTooLong):
        cancel(person_actor(order.buyer_id), order, reason="🙈" * 10_000)
    assert queries.load_order(order.id).word is BuyerWord.TO_SHIP


def test_a_broken_promise_is_noted_and_the_order_ends_by_itself():
    order = make_paid_order()
    pass_time(timedelta(hours=47))
    assert not queries.load_order(order.id).is_overdue
    pass_time(timedelta(hours=2))
    late = queries.load_order(order.id)
    assert late.is_overdue
    step = late.expected_step
    assert (step.action, step.is_late, step.until) == (StepAction.SHIP, True, late.cancel_by)
    assert [e.order_id for e in recorded("orders.dispatch_overdue")] == [order.id]
    pass_time(timedelta(days=8))
    ended = queries.load_order(order.id)
    assert (ended.cancelled_by, ended.cancel_reason) == ("system", "never shipped")
    assert ended.word is BuyerWord.REFUNDED
    assert len(recorded("orders.dispatch_overdue")) == 1
    assert ask_all() == []
