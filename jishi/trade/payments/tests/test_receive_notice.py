"""Notices of every provider: they make us ask, once; what is wrong with one is refused and kept."""

import time

import pytest

from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.queries import get_balance
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.receive_notice import receive_notice
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.factories import make_payment, make_till
from jishi.trade.payments.models import Payment, PaymentNotice, PaymentStep
from jishi.trade.payments.queries import get_payment, get_refund
from jishi.trade.payments.types import PaymentStatus, RefundStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(bench):
    make_till()
    return begin(bench, make_payment(amount_minor=4590, provider=bench.code))


def begin(bench, payment):
    bench.open(start_payment(payer_id=payment.payer_id, payment_id=payment.id))
    return get_payment(payment.id)


def hear(bench, notice, code=None):
    headers, body = notice
    return receive_notice(
        provider_code=code or bench.code, headers=headers, body=body, ip="10.1.1.1"
    )


def escrow(payment):
    return get_balance(f"escrow:{payment.reference}").posted_minor


def test_a_notice_makes_us_ask_once(bench, payment):
    bench.pay(payment)
    notice = bench.notice(payment)
    first = hear(bench, notice)
    assert first.is_new
    assert first.answer == bench.provider.notice_answer
    assert get_payment(payment.id).status is PaymentStatus.PENDING  # the job asks
    assert not hear(bench, notice).is_new
    kept = PaymentNotice.objects.get()
    assert (kept.outcome, kept.repeats, kept.payment_id) == ("accepted", 1, payment.id)
    if bench.service:
        run_pending_jobs()
        assert get_payment(payment.id).status is PaymentStatus.PAID
        assert escrow(payment) == 4590
        assert get_balance(f"provider:{bench.code}:clearing").posted_minor == -4590
        assert ask_all() == []


def test_what_a_notice_says_is_not_believed(bench, payment):
    """Signed and all: the provider itself is asked, and knows of no money."""
    if bench.service is None:
        return
    bench.pay(payment)
    notice = bench.notice(payment)
    bench.service.__dict__.update(_rewind(bench, payment))
    assert hear(bench, notice).is_new
    run_pending_jobs()
    assert get_payment(payment.id).status is PaymentStatus.PENDING
    assert escrow(payment) == 0


def _rewind(bench, payment):
    service, number = bench.service, bench.number(payment)
    if bench.code == "wechatpay":
        service.orders[number]["state"] = "NOTPAY"
    elif bench.code == "alipay":
        service.trades[number] |= {"status": "WAIT_BUYER_PAY", "paid_at": None}
    else:
        service.sessions[payment.provider_ref] |= {"payment_status": "unpaid", "status": "open"}
    return {}


@pytest.mark.parametrize("case", ["forged", "stale", "foreign", "mismatch", "unknown", "astray"])
def test_a_wrong_notice_is_refused_and_kept(bench, payment, monkeypatch, case):
    bench.pay(payment)
    notice = getattr(bench, case, bench.notice)(payment)
    code = bench.code
    if case == "forged":
        notice = (notice[0], notice[1] + b"&x=1")
    elif case == "stale":
        late = time.time() + 27 * 3600
        monkeypatch.setattr("time.time", lambda: late)
    elif case == "unknown":
        other = begin(bench, make_payment(amount_minor=4590, provider=code))
        bench.pay(other)
        notice = bench.notice(other)
        PaymentStep.objects.filter(payment_id=other.id).delete()
        Payment.objects.filter(id=other.id).delete()
    elif case == "astray":  # a payment of ours, but none of this provider's
        Payment.objects.filter(id=payment.id).update(provider="another")
        case = "unknown"
    before = get_balance(f"provider:{code}:clearing")
    with pytest.raises(DomainError) as refused:
        hear(bench, notice)
    assert (
        refused.value.code
        == {
            "forged": "forged_notice",
            "stale": "stale_notice",
            "foreign": "foreign_notice",
            "mismatch": "notice_mismatch",
            "unknown": "unknown_notice",
        }[case]
    )
    assert refused.value.status == 403
    kept = PaymentNotice.objects.get()
    assert (kept.outcome, kept.provider, kept.ip) == (case, code, "10.1.1.1")
    run_pending_jobs_but_notices()
    assert Payment.objects.get(reference=payment.reference).status == "pending"
    assert get_balance(f"provider:{code}:clearing") == before


def run_pending_jobs_but_notices():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'payments.sandbox_notice'")
    run_pending_jobs()


def test_refused_notices_do_not_fill_the_table(benches, monkeypatch):
    monkeypatch.setattr("jishi.trade.payments.actions.receive_notice.KEPT_REFUSALS", "2/minute")
    for _ in range(4):
        with pytest.raises(DomainError):
            hear(benches["stripe"], ({}, b"{}"))
    assert PaymentNotice.objects.count() == 2


def test_a_slow_refund_ends_by_its_notice(benches):
    make_till()
    for code in ("wechatpay", "stripe"):
        bench = benches[code]
        payment = begin(bench, make_payment(amount_minor=4590, provider=code))
        bench.pay(payment)
        hear(bench, bench.notice(payment))
        run_pending_jobs()
        paid = get_payment(payment.id)
        book = _books(bench, paid)
        book["slow_refunds"] = True
        asked = request_refund(
            actor=SYSTEM,
            payment_id=payment.id,
            amount_minor=590,
            reason="too slow",
            business_ref=f"slow:{code}",
            postings_from=[PostingInput(f"escrow:{payment.reference}", -590)],
            idempotency_key=f"slow:{code}",
        )
        run_pending_jobs()
        assert get_refund(asked.id).status is RefundStatus.REQUESTED
        for refund in bench.service.refunds.values():
            refund["status"] = "SUCCESS" if code == "wechatpay" else "succeeded"
        assert hear(bench, _refund_notice(bench, payment, asked)).is_new
        run_pending_jobs()
        assert get_refund(asked.id).status is RefundStatus.SUCCEEDED
        assert get_balance(f"provider:{code}:clearing").posted_minor == -4000
    assert ask_all() == []


def _books(bench, payment):
    if bench.code == "wechatpay":
        return bench.service.orders[bench.number(payment)]
    return bench.service.intents[payment.provider_payment_id]


def _refund_notice(bench, payment, refund):
    if bench.code == "wechatpay":
        number = bench.number(payment)
        return bench.service.notice(number, event="REFUND.SUCCESS", out_refund_no=refund.id.hex)
    found = next(
        r for r in bench.service.refunds.values() if r["metadata"]["refund_id"] == str(refund.id)
    )
    return bench.service.notice(found, event="refund.updated")


def test_what_is_none_of_ours_is_kept_and_asks_nothing(benches):
    bench = benches["stripe"]
    notice = bench.service.notice({"id": "cus_1", "object": "customer"}, event="customer.created")
    assert hear(bench, notice).is_new
    assert PaymentNotice.objects.get().subject == "nothing"
    assert run_pending_jobs() in (0, None)
