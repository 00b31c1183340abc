"""Opening a payment: one statement, once per key, nothing odd."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.payments.actions.open_payment import open_payment
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.errors import UnknownProvider
from jishi.trade.payments.factories import make_payment
from jishi.trade.payments.models import Payment, PaymentStep
from jishi.trade.payments.queries import (
    find_payment,
    get_payment,
    list_payments,
    list_payments_of,
)
from jishi.trade.payments.types import PaymentStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    return {
        "actor": SYSTEM,
        "reference": f"till:{new_id()}",
        "amount_minor": 100,
        "currency": "CNY",
        "provider": "sandbox",
        "payer_id": new_id(),
        "expires_at": clock.now() + timedelta(minutes=30),
        "idempotency_key": "once",
        "description": "桃子 × 2",
    }


def test_opens_in_one_statement(given, django_assert_num_queries):
    with django_assert_num_queries(1):
        payment = open_payment(**given)
    assert payment.status is PaymentStatus.PENDING
    assert payment.redirect_url == f"/payments/go/{payment.id}/"
    assert get_payment(payment.id) == payment
    assert PaymentStep.objects.get().status == "pending"


def test_the_same_again_is_the_same_payment(given):
    first = open_payment(**given)
    again = open_payment(**given | {"expires_at": clock.now()})
    assert again.id == first.id
    assert Payment.objects.count() == PaymentStep.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": 101},
        {"reference": "till:other"},
        {"currency": "USD"},
        {"idempotency_key": "other"},  # a second active payment of one reference
    ],
)
def test_other_input_is_a_conflict(given, change):
    open_payment(**given)
    with pytest.raises(IdempotencyConflict):
        open_payment(**given | change)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount_minor": 0}, InvalidInput),
        ({"amount_minor": -5}, InvalidInput),
        ({"amount_minor": 10**15}, InvalidInput),
        ({"amount_minor": 1.5}, InvalidInput),
        ({"provider": "nobody"}, UnknownProvider),
        ({"reference": "x"}, InvalidInput),
        ({"idempotency_key": ""}, InvalidInput),
        ({"description": "  "}, InvalidInput),
    ],
)
def test_refuses_what_cannot_be(given, change, error):
    with pytest.raises(error):
        open_payment(**given | change)
    assert Payment.objects.count() == 0


def test_only_its_payer_goes_to_the_provider():
    payment = make_payment()
    with pytest.raises(NotFound):
        start_payment(payer_id=new_id(), payment_id=payment.id)
    page = start_payment(payer_id=payment.payer_id, payment_id=payment.id)
    assert page.url.startswith("/payments/sandbox/")
    assert start_payment(payer_id=payment.payer_id, payment_id=payment.id) == page


def test_an_expired_payment_is_not_started():
    payment = make_payment(minutes=-1)
    page = start_payment(payer_id=payment.payer_id, payment_id=payment.id)
    assert page.url == f"/payments/return/{payment.id}/"


def test_lists_are_one_statement(django_assert_num_queries):
    made = [make_payment() for _ in range(5)]
    with django_assert_num_queries(1):
        found = list_payments_of([p.reference for p in made])
    assert {p.id for p in found.values()} == {p.id for p in made}
    with django_assert_num_queries(1):
        page = list_payments(limit=3)
    assert [p.id for p in page.items] == [p.id for p in reversed(made[2:])]
    with django_assert_num_queries(1):
        rest = list_payments(limit=3, cursor=page.next_cursor)
    assert len(rest.items) == 2
    assert find_payment(made[0].reference) == made[0]
    assert find_payment("till:nobody") is None
