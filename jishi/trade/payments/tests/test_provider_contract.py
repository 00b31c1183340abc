"""What every payment provider must do; a new one is added to BENCHES with a way to pay."""

import time
from dataclasses import replace

import pytest

from jishi.foundation.kernel.ids import new_id
from jishi.trade.payments.errors import (
    ForeignNotice,
    ForgedNotice,
    ProviderUnavailable,
    StaleNotice,
)
from jishi.trade.payments.factories import make_payment
from jishi.trade.payments.types import (
    ChargeStatus,
    NoticeSubject,
    ProceedKind,
    RefundOrder,
    RefundStatus,
    Terminal,
    Visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(bench):
    return make_payment(amount_minor=4590, provider=bench.code)


def order(payment, amount):
    return RefundOrder(new_id(), payment, amount, 4590, "test")


def test_starting_twice_is_one_charge(bench, payment):
    first = bench.start(payment)
    assert bench.start(first) == first
    assert bench.provider.query(first).status is ChargeStatus.PENDING
    bench.pay(first)
    assert bench.provider.query(first).amount_minor == 4590
    # Whoever comes back after paying is led to where we ask; there is no second charge.
    again = bench.provider.start(first, visit=Visit(), return_url="http://m/back", notify_url="x")
    if bench.code != "alipay":  # its page itself says that the trade is over
        assert again.url in ("http://m/back", f"/payments/sandbox/{first.provider_ref}/")


def test_a_charge_nobody_started_is_missing(bench, payment):
    assert bench.provider.query(payment).status is ChargeStatus.MISSING
    assert bench.provider.close(payment).status is ChargeStatus.MISSING


def test_a_paid_charge_says_how_much(bench, payment):
    payment = bench.start(payment)
    bench.pay(payment)
    state = bench.provider.query(payment)
    assert (state.status, state.amount_minor, state.currency) == (ChargeStatus.PAID, 4590, "CNY")
    assert state.provider_payment_id


def test_another_amount_is_told(bench, payment):
    payment = bench.start(payment)
    bench.pay(payment, 1)
    assert bench.provider.query(payment).amount_minor == 1


def test_closing_ends_it_and_a_paid_one_stays_paid(bench, payment):
    payment = bench.start(payment)
    assert bench.provider.close(payment).status is ChargeStatus.CLOSED
    assert bench.provider.close(payment).status is ChargeStatus.CLOSED
    assert bench.provider.query(payment).status is ChargeStatus.CLOSED
    other = bench.start(make_payment(provider=bench.code))
    bench.pay(other)
    assert bench.provider.close(other).status is ChargeStatus.PAID


def test_refunds_are_done_once_and_never_beyond_the_payment(bench, payment):
    payment = bench.start(payment)
    bench.pay(payment)
    first, more, rest = order(payment, 4000), order(payment, 591), order(payment, 590)
    assert bench.provider.query_refund(first) is None
    assert bench.provider.refund(first).status is RefundStatus.SUCCEEDED
    assert bench.provider.refund(first).status is RefundStatus.SUCCEEDED
    assert bench.provider.query_refund(first).status is RefundStatus.SUCCEEDED
    refused = bench.provider.refund(more)
    assert refused.status is RefundStatus.FAILED
    assert refused.message
    assert bench.provider.refund(rest).status is RefundStatus.SUCCEEDED
    # Given back in full it was paid all the same: nothing may look as if it never was.
    assert bench.provider.query(payment).status is ChargeStatus.PAID


def test_what_was_not_paid_is_not_refunded(bench, payment):
    assert bench.provider.refund(order(payment, 1)).status is RefundStatus.FAILED
    payment = bench.start(payment)
    assert bench.provider.refund(order(payment, 1)).status is RefundStatus.FAILED


def test_its_own_notice_is_believed(bench, payment):
    payment = bench.start(payment)
    bench.pay(payment)
    notice = bench.provider.read_notice(*bench.notice(payment))
    assert (notice.subject, notice.payment_id) == (NoticeSubject.PAYMENT, payment.id)
    assert (notice.attempt, notice.amount_minor, notice.currency) == (1, 4590, "CNY")
    assert notice.notice_id


@pytest.mark.parametrize("part", ["body", "other", "headers", "junk", "words", "none"])
def test_a_forged_notice_is_not(bench, payment, part):
    payment = bench.start(payment)
    bench.pay(payment)
    headers, body = bench.notice(payment)
    if part == "body":
        middle = len(body) // 2
        body = (
            body[:middle]
            + (b"x" if body[middle : middle + 1] != b"x" else b"y")
            + body[middle + 1 :]
        )
    elif part == "other":  # the signature of another notice
        other = bench.start(make_payment(provider=bench.code))
        bench.pay(other)
        headers = bench.notice(other)[0]
        body += b" " if bench.code != "alipay" else b"&x=1"
    elif part == "headers":
        headers = {name: value[::-1] for name, value in headers.items()}
        body = body[::-1]
    elif part == "junk":
        body = b"\xff\x00{"
    elif part == "words":
        headers, body = dict.fromkeys(headers, "é now"), "é=now".encode()
    else:
        headers, body = {}, b""
    with pytest.raises(ForgedNotice):
        bench.provider.read_notice(headers, body)


def test_an_old_notice_is_stale(bench, payment, monkeypatch):
    payment = bench.start(payment)
    bench.pay(payment)
    headers, body = bench.notice(payment)
    late = time.time() + 27 * 3600
    monkeypatch.setattr("time.time", lambda: late)
    with pytest.raises(StaleNotice):
        bench.provider.read_notice(headers, body)


def test_a_notice_for_another_merchant_is_foreign(bench, payment):
    payment = bench.start(payment)
    bench.pay(payment)
    with pytest.raises(ForeignNotice):
        bench.provider.read_notice(*bench.foreign(payment))


@pytest.mark.parametrize("fault", [503, 0])
def test_a_provider_that_is_down_is_asked_again_later(bench, payment, fault):
    payment = bench.start(payment)
    bench.pay(payment)
    if bench.service is None:
        return  # the sandbox is part of the market: it is down when the market is
    for act in (
        lambda: bench.provider.query(payment),
        lambda: bench.provider.close(payment),
        lambda: bench.provider.refund(order(payment, 10)),
        lambda: bench.provider.query_refund(order(payment, 10)),
    ):
        bench.service.faults[:] = [fault]
        with pytest.raises(ProviderUnavailable):
            act()
        bench.service.faults.clear()
    assert bench.provider.query(payment).status is ChargeStatus.PAID


@pytest.mark.parametrize(
    ("code", "visit", "kind", "says"),
    [
        ("wechatpay", Visit(), ProceedKind.QR, "weixin://"),
        ("wechatpay", Visit(Terminal.PHONE, "10.0.0.1"), ProceedKind.REDIRECT, "redirect_url="),
        ("wechatpay", Visit(Terminal.WECHAT, openid="o1"), ProceedKind.JSAPI, ""),
        ("alipay", Visit(), ProceedKind.REDIRECT, "alipay.trade.page.pay"),
        ("alipay", Visit(Terminal.PHONE), ProceedKind.REDIRECT, "alipay.trade.wap.pay"),
        ("stripe", Visit(), ProceedKind.REDIRECT, "https://checkout.stripe.com/"),
        ("stripe", Visit(Terminal.APP), ProceedKind.CLIENT_SECRET, ""),
    ],
)
def test_each_terminal_has_its_way(benches, code, visit, kind, says):
    bench = benches[code]
    payment = make_payment(amount_minor=4590, provider=code)
    proceed = bench.provider.start(
        payment, visit=visit, return_url="http://m/b", notify_url="http://m/n"
    )
    assert proceed.kind is kind
    assert says in proceed.url
    if kind is ProceedKind.JSAPI:
        assert proceed.params.keys() == {
            "appId", "timeStamp", "nonceStr", "package", "signType", "paySign",
        }  # fmt: skip
    if kind is ProceedKind.CLIENT_SECRET:
        assert proceed.params["client_secret"].startswith(proceed.provider_ref)
    bench.open(proceed)
    payment = replace(payment, provider_ref=proceed.provider_ref)
    bench.pay(payment)
    assert bench.provider.query(payment).status is ChargeStatus.PAID
    assert bench.provider.refund(order(payment, 4590)).status is RefundStatus.SUCCEEDED


def test_wechat_pays_own_certificates_are_fetched_once(benches):
    service, provider = benches["wechatpay"].service, benches["wechatpay"].provider
    payment = benches["wechatpay"].start(make_payment(provider="wechatpay"))
    benches["wechatpay"].pay(payment)
    resource = service._show(service.orders[payment.id.hex])
    service.calls.clear()
    forged = service.send("TRANSACTION.SUCCESS", resource, serial="1234ABCD")
    for _ in range(3):  # a forger cannot make us ask WeChat Pay each time
        with pytest.raises(ForgedNotice):
            provider.read_notice(*forged)
    assert service.calls == ["GET /v3/certificates"]
    provider._wire.certificates_asked_at = -10_000
    serial = service.add_certificate()
    signed = service.send("TRANSACTION.SUCCESS", resource, service.certificate_key, serial)
    assert provider.read_notice(*signed).payment_id == payment.id


def test_money_that_is_short_today_is_no_refusal(benches):
    for code in ("wechatpay", "alipay"):
        bench = benches[code]
        payment = bench.start(make_payment(amount_minor=4590, provider=code))
        bench.pay(payment)
        wanted = order(payment, 100)
        bench.service.short_of_money = True
        state = bench.provider.refund(wanted)
        bench.service.short_of_money = False
        assert (state.status, bool(state.message)) == (RefundStatus.REQUESTED, True)
        assert bench.provider.query_refund(wanted) is None
        assert bench.provider.refund(wanted).status is RefundStatus.SUCCEEDED
