from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.factories import pass_time, recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.orders import queries
from jishi.trade.orders.actions.confirm_delivery import confirm_delivery
from jishi.trade.orders.actions.extend_receipt import extend_receipt
from jishi.trade.orders.actions.receive_order import receive_order
from jishi.trade.orders.errors import OrderUnpaid, ReceiptExtendedAlready
from jishi.trade.orders.factories import (
    make_checkout,
    make_delivered_order,
    make_paid_order,
    make_received_order,
    make_shipped_order,
    seller_of,
)
from jishi.trade.orders.types import BuyerWord, FulfilmentStatus, StepAction

pytestmark = pytest.mark.django_db


def receive(actor, order, key="r"):
    with transaction.atomic():
        return receive_order(actor=actor, order_id=order.id, idempotency_key=key)


def buyer_of(order):
    return person_actor(order.buyer_id)


@pytest.mark.parametrize("make", [make_shipped_order, make_delivered_order])
def test_a_buyer_confirms_and_the_money_stays_where_it_is(make):
    order = make()
    received = receive(buyer_of(order), order)
    assert (received.fulfilment_status, received.word) == (
        FulfilmentStatus.RECEIVED,
        BuyerWord.RECEIVED,
    )
    assert received.next_steps == ()
    assert received.timeline[-1].at == received.received_at
    assert get_balance(f"escrow:order:{order.id}").posted_minor == order.total_minor
    (fact,) = recorded("orders.order_received")
    assert (fact.by, fact.received_at) == ("buyer", received.received_at)
    assert ask_all() == []


def test_a_double_click_receives_once():
    order = make_shipped_order()
    assert receive(buyer_of(order), order) == receive(buyer_of(order), order)
    with pytest.raises(TransitionRefused):
        receive(buyer_of(order), order, key="again")
    assert len(recorded("orders.order_received")) == 1


def test_only_the_buyer_receives():
    order = make_shipped_order()
    for actor, error in (
        (seller_of(order), NotAllowed),
        (operator(), NotAllowed),
        (person_actor(make_person().id), NotFound),
    ):
        with pytest.raises(error):
            receive(actor, order)
    assert queries.load_order(order.id).fulfilment_status is FulfilmentStatus.SHIPPED


def test_what_was_not_shipped_cannot_be_received():
    order = make_paid_order()
    with pytest.raises(TransitionRefused):
        receive(buyer_of(order), order)
    unpaid = make_checkout().orders[0]
    with pytest.raises(OrderUnpaid):
        receive(buyer_of(unpaid), unpaid)


def test_an_order_counts_as_received_ten_days_after_shipping():
    order = make_shipped_order()
    pass_time(timedelta(days=9, hours=23))
    assert queries.load_order(order.id).word is BuyerWord.TO_RECEIVE
    pass_time(timedelta(hours=2))
    assert queries.load_order(order.id).word is BuyerWord.RECEIVED
    assert recorded("orders.order_received")[0].by == "system"
    assert ask_all() == []


def test_an_order_counts_as_received_seven_days_after_delivery():
    order = make_shipped_order()
    pass_time(timedelta(days=5))
    with transaction.atomic():
        delivered = confirm_delivery(actor=SYSTEM, order_id=order.id)
    assert delivered.packages[0].delivered_at is not None
    assert delivered.receive_by == delivered.delivered_at + timedelta(days=7)
    pass_time(timedelta(days=6, hours=23))
    assert queries.load_order(order.id).fulfilment_status is FulfilmentStatus.DELIVERED
    pass_time(timedelta(hours=2))
    assert queries.load_order(order.id).word is BuyerWord.RECEIVED


def test_a_buyer_gets_three_more_days_once():
    order = make_delivered_order()
    assert StepAction.EXTEND_RECEIPT in {s.action for s in order.next_steps}
    extended = extend_receipt(actor=buyer_of(order), order_id=order.id)
    assert extended.receive_by == order.receive_by + timedelta(days=3)
    assert StepAction.EXTEND_RECEIPT not in {s.action for s in extended.next_steps}
    with pytest.raises(ReceiptExtendedAlready):
        extend_receipt(actor=buyer_of(order), order_id=order.id)
    assert recorded("orders.receipt_extended")[0].receive_by == extended.receive_by
    pass_time(timedelta(days=8))
    assert queries.load_order(order.id).word is BuyerWord.TO_RECEIVE
    pass_time(timedelta(days=3))
    assert queries.load_order(order.id).word is BuyerWord.RECEIVED


def test_an_extension_outlives_the_delivery():
    order = make_shipped_order()
    extend_receipt(actor=buyer_of(order), order_id=order.id)
    delivered = confirm_delivery(actor=SYSTEM, order_id=order.id)
    assert delivered.receive_by == delivered.delivered_at + timedelta(days=10)


def test_who_may_extend_and_when():
    order = make_shipped_order()
    for actor, error in (
        (seller_of(order), NotAllowed),
        (person_actor(make_person().id), NotFound),
    ):
        with pytest.raises(error):
            extend_receipt(actor=actor, order_id=order.id)
    for other in (make_paid_order(), make_received_order()):
        with pytest.raises(TransitionRefused):
            extend_receipt(actor=buyer_of(other), order_id=other.id)


def test_a_delivery_is_the_systems_or_the_operators_to_note():
    order = make_shipped_order()
    for actor, error in (
        (buyer_of(order), NotAllowed),
        (seller_of(order), NotAllowed),
        (person_actor(make_person().id), NotFound),
    ):
        with pytest.raises(error):
            confirm_delivery(actor=actor, order_id=order.id)
    confirm_delivery(actor=operator(), order_id=order.id)
    with pytest.raises(TransitionRefused):
        confirm_delivery(actor=operator(), order_id=order.id)
    assert len(recorded("orders.order_delivered")) == 1
