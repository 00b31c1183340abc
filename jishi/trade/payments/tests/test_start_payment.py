"""On the way to a provider: another way, another provider, paid twice, ended meanwhile."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel.factories import pass_time, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.payments.actions.close_payment import close_payment
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.errors import ProviderUnavailable, TooManyAttempts, UnknownProvider
from jishi.trade.payments.factories import make_payment, make_till
from jishi.trade.payments.jobs import watch
from jishi.trade.payments.models import Payment
from jishi.trade.payments.queries import get_payment, list_offered_providers, list_refunds
from jishi.trade.payments.rules import merchant_number, pick_terminal, read_merchant_number
from jishi.trade.payments.types import (
    PaymentStatus,
    ProceedKind,
    ProviderCode,
    RefundStatus,
    Terminal,
    Visit,
)

pytestmark = pytest.mark.django_db
PHONE = Visit(Terminal.PHONE, "10.0.0.1")


@pytest.fixture
def payment(benches):
    make_till()
    return make_payment(amount_minor=4590, provider="wechatpay")


def go(payment, visit=PHONE, provider=None):
    return start_payment(
        payer_id=payment.payer_id, payment_id=payment.id, visit=visit, provider=provider
    )


def clearing(code):
    return get_balance(f"provider:{code}:clearing").posted_minor


def test_numbers_at_providers_are_read_back():
    for attempt in (1, 2, 20):
        payment_id = make_payment().id
        number = merchant_number(payment_id, attempt)
        assert len(number) <= 32
        assert read_merchant_number(number) == (payment_id, attempt)
    for junk in ("", "x" * 27, "é" * 27, "0" * 31, "z" * 32, "z" * 25 + "02"):
        assert read_merchant_number(junk) is None


def test_one_way_is_one_charge_and_another_way_closes_it(benches, payment):
    orders = benches["wechatpay"].service.orders
    first = go(payment)
    assert (first.kind, go(payment)) == (ProceedKind.REDIRECT, first)
    second = go(payment, Visit())
    assert second.kind is ProceedKind.QR
    numbers = [merchant_number(payment.id, n) for n in (1, 2)]
    assert [orders[n]["state"] for n in numbers] == ["CLOSED", "NOTPAY"]
    assert get_payment(payment.id).attempt == 2
    benches["wechatpay"].service.pay(numbers[1])
    assert sync_payment(payment.id).status is PaymentStatus.PAID
    assert clearing("wechatpay") == -4590
    assert go(payment).url == f"/payments/return/{payment.id}/"
    assert ask_all() == []


def test_another_provider_takes_over(benches, payment):
    go(payment)
    proceed = go(payment, provider="stripe")
    assert proceed.url.startswith("https://checkout.stripe.com/")
    stripe = benches["stripe"].service
    stripe.pay(get_payment(payment.id).provider_ref)
    assert sync_payment(payment.id).provider == "stripe"
    assert (clearing("stripe"), clearing("wechatpay")) == (-4590, 0)


def test_paid_the_old_way_while_we_switched_is_paid(benches, payment):
    go(payment)
    benches["wechatpay"].service.pay(payment.id.hex)
    assert go(payment, provider="alipay").url == f"/payments/return/{payment.id}/"
    paid = get_payment(payment.id)
    assert (paid.status, paid.provider) == (PaymentStatus.PAID, "wechatpay")
    assert clearing("wechatpay") == -4590


def test_money_of_an_attempt_before_counts(benches, payment):
    """Alipay's signed page can still be opened and paid when we have gone on to another."""
    alipay = benches["alipay"].service
    page = go(payment, provider="alipay").url  # never started before: the provider just changes
    go(payment, provider="stripe")
    number = alipay.open(page)
    alipay.pay(number)
    paid = sync_payment(payment.id)
    assert (paid.status, paid.provider, paid.attempt) == (PaymentStatus.PAID, "alipay", 1)
    assert clearing("alipay") == -4590
    # And then the page of Stripe is paid as well: that money goes back to where it came from.
    stripe = benches["stripe"].service
    session = next(
        iter(n for n, s in stripe.sessions.items() if s["client_reference_id"] == str(payment.id))
    )
    intent = stripe.pay(session)
    for _ in range(2):
        sync_payment(payment.id, 2)
    assert clearing("stripe") == -4590
    run_pending_jobs()
    assert [(r.amount_minor, r.status) for r in list_refunds(payment.id)] == [
        (4590, RefundStatus.SUCCEEDED)
    ]
    assert (clearing("stripe"), clearing("alipay")) == (0, -4590)
    assert stripe.intents[intent]["returned"] == 4590
    assert get_balance(f"escrow:{payment.reference}").posted_minor == 4590
    assert ask_all() == []


def test_paid_long_after_closing_goes_back_whichever_way(benches, payment):
    alipay = benches["alipay"].service
    page = go(payment, provider="alipay").url
    number = alipay.open(page)
    go(payment, provider="wechatpay", visit=Visit())
    assert alipay.trades[number]["status"] == "TRADE_CLOSED"
    alipay.trades[number]["status"] = "WAIT_BUYER_PAY"  # as if it had come too late there
    close_payment(actor=SYSTEM, payment_id=payment.id)
    run_pending_jobs()
    alipay.pay(number)
    pass_time(timedelta(minutes=10))
    watch(0)
    run_pending_jobs()
    assert clearing("alipay") == 0
    assert alipay.trades[number]["status"] == "TRADE_CLOSED"
    assert [r.status for r in list_refunds(payment.id)] == [RefundStatus.SUCCEEDED]
    assert get_payment(payment.id).status is PaymentStatus.CLOSED
    assert ask_all() == []


def test_a_refund_that_is_short_of_money_is_tried_again(benches, payment):
    go(payment, Visit())
    service = benches["wechatpay"].service
    service.pay(payment.id.hex)
    close_payment(actor=SYSTEM, payment_id=payment.id)
    service.short_of_money = True
    run_pending_jobs()
    (refund,) = list_refunds(payment.id)
    assert refund.status is RefundStatus.REQUESTED
    service.short_of_money = False
    pass_time(timedelta(minutes=3))
    watch(0)
    assert list_refunds(payment.id)[0].status is RefundStatus.SUCCEEDED
    assert clearing("wechatpay") == 0


def test_it_ends_while_its_charge_is_opened(benches, payment, monkeypatch):
    provider = benches["wechatpay"].provider
    real = provider.start

    def slow(*arguments, **more):
        proceed = real(*arguments, **more)
        close_payment(actor=SYSTEM, payment_id=payment.id)
        return proceed

    monkeypatch.setattr(provider, "start", slow)
    assert go(payment).url == f"/payments/return/{payment.id}/"
    assert benches["wechatpay"].service.orders[payment.id.hex]["state"] == "CLOSED"


def test_only_what_is_offered_and_not_for_ever(benches, payment, monkeypatch):
    from jishi.foundation.kernel.settings import settings

    assert list_offered_providers("CNY") == tuple(ProviderCode)
    assert list_offered_providers("USD") == (ProviderCode.STRIPE, ProviderCode.SANDBOX)
    monkeypatch.setattr(settings, "alipay_app_id", None)
    assert ProviderCode.ALIPAY not in list_offered_providers("CNY")
    for code in ("alipay", "nobody"):
        with pytest.raises(UnknownProvider):
            go(payment, provider=code)
    go(payment)
    Payment.objects.filter(id=payment.id).update(attempt=20)
    with pytest.raises(TooManyAttempts):
        go(payment, Visit())
    benches["wechatpay"].service.faults[:] = [500]
    with pytest.raises(ProviderUnavailable):
        go(payment)


@pytest.mark.parametrize(
    ("provider", "terminal", "has_openid", "picked"),
    [
        ("wechatpay", Terminal.WECHAT, True, Terminal.WECHAT),
        ("wechatpay", Terminal.WECHAT, False, Terminal.DESKTOP),
        ("wechatpay", Terminal.APP, True, Terminal.WECHAT),
        ("wechatpay", Terminal.PHONE, False, Terminal.PHONE),
        ("alipay", Terminal.APP, False, Terminal.PHONE),
        ("alipay", Terminal.DESKTOP, False, Terminal.DESKTOP),
        ("stripe", Terminal.APP, False, Terminal.APP),
        ("stripe", Terminal.PHONE, False, Terminal.DESKTOP),
        ("sandbox", Terminal.APP, False, Terminal.DESKTOP),
    ],
)
def test_terminals_that_are_one_way(provider, terminal, has_openid, picked):
    assert pick_terminal(provider, terminal, has_openid=has_openid) is picked
