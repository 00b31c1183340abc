from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    TextTooLong,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, person_actor
from jishi.trade.orders import queries
from jishi.trade.orders.actions.ship_order import ship_order
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.factories import make_checkout, make_paid_order, seller_of
from jishi.trade.orders.models import Package
from jishi.trade.orders.types import BuyerWord, FulfilmentStatus, Otherwise, StepAction

pytestmark = pytest.mark.django_db


def ship(actor, order, carrier="SF Express", tracking="SF1234567890", key="s"):
    with transaction.atomic():
        return ship_order(
            actor=actor,
            order_id=order.id,
            carrier=carrier,
            tracking_number=tracking,
            idempotency_key=key,
        )


def test_a_parcel_goes_and_its_receipt_is_awaited():
    order = make_paid_order()
    shipped = ship(seller_of(order), order)
    assert (shipped.fulfilment_status, shipped.word) == (
        FulfilmentStatus.SHIPPED,
        BuyerWord.TO_RECEIVE,
    )
    (parcel,) = shipped.packages
    assert (parcel.carrier, parcel.tracking_number) == ("SF Express", "SF1234567890")
    assert shipped.receive_by == shipped.shipped_at + timedelta(days=10)
    step = shipped.expected_step
    assert (step.action, step.by) == (StepAction.RECEIVE, ("buyer",))
    assert (step.until, step.otherwise) == (shipped.receive_by, Otherwise.RECEIVED_BY_ITSELF)
    assert StepAction.CANCEL not in {s.action for s in shipped.next_steps}
    node = next(n for n in shipped.timeline if n.code == "shipped")
    assert node.detail["tracking_number"] == "SF1234567890"
    assert recorded("orders.order_shipped")[0].receive_by == shipped.receive_by
    assert ask_all() == []


def test_a_double_click_ships_once():
    order = make_paid_order()
    seller = seller_of(order)
    assert ship(seller, order) == ship(seller, order)
    with pytest.raises(IdempotencyConflict):
        ship(seller, order, tracking="OTHER1")
    with pytest.raises(TransitionRefused):
        ship(seller, order, key="again")
    assert Package.objects.count() == 1
    assert len(recorded("orders.order_shipped")) == 1


def test_staff_may_ship_and_nobody_else():
    order = make_paid_order()
    person = make_person()
    grant_membership(
        actor=seller_of(order),
        person_id=person.id,
        scope_kind="shop",
        scope_id=order.shop_id,
        role="staff",
    )
    for actor, error in (
        (person_actor(order.buyer_id), NotAllowed),
        (operator(), NotAllowed),
        (person_actor(make_person().id), NotFound),
        (seller_of(make_paid_order()), NotFound),
        (SYSTEM, NotFound),
    ):
        with pytest.raises(error):
            ship(actor, order)
    assert ship(person_actor(person.id), order).packages


def test_an_unpaid_order_is_not_shipped():
    order = make_checkout().orders[0]
    with pytest.raises(OrderUnpaid):
        ship(seller_of(order), order)
    assert not Package.objects.exists()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"carrier": ""}, InvalidInput),
        ({"carrier": "🚚" * 10_000}, TextTooLong),
        ({"tracking": ""}, InvalidInput),
        ({"tracking": "abc"}, InvalidInput),
        ({"tracking": "x" * 41}, TextTooLong),
        ({"tracking": "'; DROP TABLE"}, InvalidInput),
        ({"tracking": "{{7*7}}"}, InvalidInput),
        ({"key": ""}, InvalidInput),
        ({"key": "k" * 121}, InvalidInput),
    ],
)
def test_unfit_words_ship_nothing(values, error):
    order = make_paid_order()
    with pytest.raises(error):
        ship(seller_of(order), order, **values)
    assert queries.load_order(order.id).fulfilment_status is FulfilmentStatus.TO_SHIP
    assert not Package.objects.exists()
