"""What every payment provider must do; a new one is added to PROVIDERS with a way to pay."""

import pytest

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.errors import ForgedNotice
from jishi.trade.payments.factories import make_payment
from jishi.trade.payments.models import SandboxCharge, SandboxNotice
from jishi.trade.payments.providers.sandbox import SandboxProvider, make_notice
from jishi.trade.payments.types import (
    ChargeStatus,
    RefundOrder,
    RefundStatus,
    SandboxButton,
    SandboxNotices,
)

pytestmark = pytest.mark.django_db


class SandboxBench:
    """The sandbox, and how its outside half is moved."""

    provider = SandboxProvider()

    def pay(self, page):
        press_sandbox_button(
            ref=page.rstrip("/").rpartition("/")[2],
            button=SandboxButton.PAY,
            notices=SandboxNotices.ONCE,
        )

    def notice(self, payment):
        return make_notice(SandboxNotice.objects.get(charge__merchant_ref=payment.id))


PROVIDERS = [SandboxBench()]


@pytest.fixture(params=PROVIDERS, ids=lambda bench: bench.provider.code)
def bench(request):
    return request.param


@pytest.fixture
def payment():
    return make_payment(amount_minor=4590)


def start(bench, payment):
    return bench.provider.start(
        payment, return_url="/back/", notify_url="http://127.0.0.1:9/payments/notify/x/"
    )


def test_starting_twice_is_one_charge(bench, payment):
    first = start(bench, payment)
    assert start(bench, payment) == first
    assert bench.provider.query(payment.id).status is ChargeStatus.PENDING


def test_a_charge_nobody_started_is_missing(bench):
    assert bench.provider.query(new_id()).status is ChargeStatus.MISSING
    assert bench.provider.close(new_id()).status is ChargeStatus.MISSING


def test_a_paid_charge_says_how_much(bench, payment):
    bench.pay(start(bench, payment))
    state = bench.provider.query(payment.id)
    assert (state.status, state.amount_minor, state.currency) == (ChargeStatus.PAID, 4590, "CNY")
    assert state.provider_payment_id


def test_closing_ends_it_and_a_paid_one_stays_paid(bench, payment):
    page = start(bench, payment)
    assert bench.provider.close(payment.id).status is ChargeStatus.CLOSED
    assert bench.provider.query(payment.id).status is ChargeStatus.CLOSED
    other = make_payment()
    bench.pay(start(bench, other))
    assert bench.provider.close(other.id).status is ChargeStatus.PAID
    assert page


def test_a_refund_is_done_once_and_never_beyond_the_payment(bench, payment):
    bench.pay(start(bench, payment))
    order = RefundOrder(new_id(), payment.id, 4000, "CNY", "test")
    assert bench.provider.query_refund(order.refund_id) is None
    assert bench.provider.refund(order).status is RefundStatus.SUCCEEDED
    assert bench.provider.refund(order).status is RefundStatus.SUCCEEDED
    assert bench.provider.query_refund(order.refund_id).status is RefundStatus.SUCCEEDED
    more = RefundOrder(new_id(), payment.id, 591, "CNY", "test")
    assert bench.provider.refund(more).status is RefundStatus.FAILED
    rest = RefundOrder(new_id(), payment.id, 590, "CNY", "test")
    assert bench.provider.refund(rest).status is RefundStatus.SUCCEEDED


def test_what_was_not_paid_is_not_refunded(bench, payment):
    start(bench, payment)
    order = RefundOrder(new_id(), payment.id, 1, "CNY", "test")
    assert bench.provider.refund(order).status is RefundStatus.FAILED


def test_its_own_notice_is_believed(bench, payment):
    bench.pay(start(bench, payment))
    headers, body = bench.notice(payment)
    notice = bench.provider.read_notice(headers, body)
    assert notice.payment_id == payment.id
    assert notice.notice_id


@pytest.mark.parametrize("part", ["body", "signature", "nonce", "time", "old", "none", "words"])
def test_a_forged_notice_is_not(bench, payment, part, monkeypatch):
    bench.pay(start(bench, payment))
    headers, body = bench.notice(payment)
    names = {name.lower(): name for name in headers}
    find = lambda word: next(names[n] for n in names if word in n)  # noqa: E731
    if part == "body":
        body = body.replace(b"4590", b"4591")
    elif part == "none":
        headers = {}
    elif part == "old":
        import time

        late = time.time() + 3600
        monkeypatch.setattr("time.time", lambda: late)
    elif part == "time":
        headers[find("timestamp")] = "9999999999"
    elif part == "words":
        headers[find("timestamp")] = headers[find("signature")] = "é now"
    else:
        headers[find(part)] = "0" * 64
    with pytest.raises(ForgedNotice):
        bench.provider.read_notice(headers, body)


def test_sandbox_books_are_its_own(payment):
    page = start(PROVIDERS[0], payment)
    charge = SandboxCharge.objects.get()
    assert page == f"/payments/sandbox/{charge.ref}/"
    assert str(payment.id) not in page
