"""Notices and clicks at once, over real HTTP and on the real PostgreSQL: money is booked once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.queries import get_balance, list_entries
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.close_payment import close_payment
from jishi.trade.payments.actions.receive_notice import receive_notice
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.actions.send_refund import send_refund
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.factories import make_payment, make_till, pay, press
from jishi.trade.payments.models import PaymentNotice, SandboxNotice, SandboxRefund
from jishi.trade.payments.providers.sandbox import make_notice
from jishi.trade.payments.queries import get_payment, list_refunds
from jishi.trade.payments.types import PaymentStatus, RefundStatus, SandboxNotices

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, do):
    barrier = threading.Barrier(count)

    def one(number):
        try:
            barrier.wait(30)
            return do(number)
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def payment():
    make_till()
    with durable():
        return make_payment(amount_minor=4590)


def escrow(payment):
    return get_balance(f"escrow:{payment.reference}").posted_minor


def test_the_same_notice_five_times_at_once_books_once(payment):
    press(payment, notices=SandboxNotices.ONCE)
    headers, body = make_notice(SandboxNotice.objects.select_related("charge").get())

    def receive(_number):
        return receive_notice(provider_code="sandbox", headers=headers, body=body).is_new

    assert sorted(at_once(5, receive)) == [False] * 4 + [True]
    assert PaymentNotice.objects.count() == 1
    # The delivery of the notice itself (no market listens here) is not what is tested.
    _run("payments.sync")
    assert get_payment(payment.id).status is PaymentStatus.PAID
    assert escrow(payment) == 4590
    assert len(list_entries(business_ref_prefix="payment:").items) == 1
    assert ask_all() == []


def _run(task):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name <> %s", [task])
    run_pending_jobs()


def test_asking_five_times_at_once_books_once(payment):
    press(payment)
    results = at_once(5, lambda n: sync_payment(payment.id).status)
    assert results == [PaymentStatus.PAID] * 5
    assert escrow(payment) == 4590
    assert get_balance("provider:sandbox:clearing").posted_minor == -4590
    assert len(list_entries(business_ref_prefix="payment:").items) == 1


def test_paying_and_closing_at_once_keeps_or_gives_back(payment):
    press(payment)

    def act(number):
        if number % 2:
            return sync_payment(payment.id).status
        with durable():
            return close_payment(actor=SYSTEM, payment_id=payment.id).status

    at_once(6, act)
    run_pending_jobs()
    if get_payment(payment.id).status is PaymentStatus.PAID:
        assert escrow(payment) == 4590
        assert list_refunds(payment.id) == ()
    else:
        assert escrow(payment) == 0
        assert [r.status for r in list_refunds(payment.id)] == [RefundStatus.SUCCEEDED]
    assert ask_all() == []


def test_a_double_click_on_the_way_to_pay_is_one_charge(payment):
    pages = at_once(5, lambda n: start_payment(payer_id=payment.payer_id, payment_id=payment.id))
    assert len({page.url for page in pages}) == 1


def test_refunds_at_once_never_exceed_the_payment(payment):
    pay(payment.id)

    def refund(number):
        with durable():
            return request_refund(
                actor=SYSTEM,
                payment_id=payment.id,
                amount_minor=2000,
                reason="x",
                business_ref=f"back{number}",
                postings_from=[PostingInput(f"escrow:{payment.reference}", -2000)],
                idempotency_key=str(new_id()),
            ).status.value

    results = at_once(5, refund)
    assert sorted(results) == ["refund_too_large"] * 3 + ["requested"] * 2
    assert escrow(payment) == 590
    refund_id = list_refunds(payment.id)[0].id
    at_once(4, lambda n: send_refund(refund_id).status)
    assert SandboxRefund.objects.filter(merchant_ref=refund_id).count() == 1
    run_pending_jobs()
    assert get_balance("provider:sandbox:clearing").posted_minor == -590
    assert ask_all() == []
