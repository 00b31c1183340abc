"""Bills of every provider against our books: nothing differs, or each kind of difference shows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.factories import run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM, operator_actor
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.reconcile_day import reconcile_day
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.actions.resolve_difference import resolve_difference
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.factories import make_payment, make_till
from jishi.trade.payments.jobs import nightly
from jishi.trade.payments.models import Bill, Payment, Refund
from jishi.trade.payments.queries import (
    count_open_differences,
    get_payment,
    list_refunds,
    match_lines,
)
from jishi.trade.payments.rules import compare_bill
from jishi.trade.payments.types import (
    BillKind,
    BillLine,
    DifferenceKind,
    DifferenceStatus,
    Movement,
    PaymentStatus,
)

pytestmark = pytest.mark.django_db
OPERATOR = operator_actor(new_id())


@pytest.fixture(autouse=True)
def _till(benches):
    make_till()
    for bench in benches.values():
        for table in ("orders", "refunds", "trades", "sessions", "intents", "disputes"):
            getattr(bench.service, table, {}).clear()


def today(bench):
    return datetime.now(UTC).astimezone(ZoneInfo(bench.provider.bill_zone)).date()


def begin(bench):
    payment = make_payment(amount_minor=4590, provider=bench.code)
    bench.open(start_payment(payer_id=payment.payer_id, payment_id=payment.id))
    return get_payment(payment.id)


def paid(bench, *, back=0):
    payment = begin(bench)
    bench.pay(payment)
    payment = sync_payment(payment.id)
    if back:
        request_refund(
            actor=SYSTEM,
            payment_id=payment.id,
            amount_minor=back,
            reason="x",
            business_ref=f"back:{payment.id}",
            postings_from=[PostingInput(f"escrow:{payment.reference}", -back)],
            idempotency_key=f"back:{payment.id}",
        )
        run_pending_jobs_but_notices()
    midnight = datetime.combine(
        today(bench), datetime.min.time(), ZoneInfo(bench.provider.bill_zone)
    )
    noon = midnight + timedelta(hours=12)  # not in the last hour of the day
    Payment.objects.filter(id=payment.id).update(paid_at=noon)
    Refund.objects.update(ended_at=noon)
    return payment


def run_pending_jobs_but_notices():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'payments.sandbox_notice'")
    run_pending_jobs()


def kinds(result):
    return sorted((d.kind.value, d.subject_kind.value) for d in result.differences)


def test_books_that_agree(bench):
    assert reconcile_day(bench.code, today(bench)).line_count == 0
    paid(bench)
    paid(bench, back=590)
    for _ in range(2):
        result = reconcile_day(bench.code, today(bench))
        assert (result.line_count, result.differences) == (3, ())
    bill = Bill.objects.get()
    assert (bill.received_minor, bill.returned_minor) == (9180, 590)


def test_paid_there_and_pending_here_is_asked_about(bench):
    payment = begin(bench)
    bench.pay(payment)
    result = reconcile_day(bench.code, today(bench))
    assert kinds(result) == [("status", "payment")]
    run_pending_jobs_but_notices()
    assert get_payment(payment.id).status is PaymentStatus.PAID
    again = reconcile_day(bench.code, today(bench))
    assert [d.status for d in again.differences] == [DifferenceStatus.RESOLVED]


def test_every_kind_of_difference_shows(benches):
    bench = benches["stripe"]
    intents = bench.service.intents
    whole, strange, gone, short, slow, ledger = (paid(bench, back=n) for n in (0, 0, 0, 0, 90, 0))
    intents[strange.provider_payment_id]["metadata"] = {}
    intents["pi_other"] = dict(intents.pop(strange.provider_payment_id), id="pi_other")
    intents[gone.provider_payment_id]["status"] = "canceled"
    intents[short.provider_payment_id]["amount_received"] = 4580
    Refund.objects.filter(payment_id=slow.id).update(status="requested", ended_at=None)
    clearing = "provider:stripe:clearing"
    post_entry(
        actor=SYSTEM,
        business_ref=f"payment:{ledger.id}:late",
        kind="payment",
        postings=[PostingInput(clearing, -5), PostingInput("platform:receivable", 5)],
        idempotency_key="wrong",
    )
    result = reconcile_day("stripe", today(bench))
    assert kinds(result) == [
        ("amount", "payment"),
        ("ledger", "payment"),
        ("missing_here", "payment"),
        ("missing_there", "payment"),
        ("missing_there", "payment"),
        ("status", "refund"),
    ]
    found = {(d.kind, d.subject): d for d in result.differences}
    amount = found[DifferenceKind.AMOUNT, str(short.id)]
    assert (amount.ours_minor, amount.theirs_minor) == (4590, 4580)
    booked = found[DifferenceKind.LEDGER, str(ledger.id)]
    assert (booked.ours_minor, booked.theirs_minor) == (4595, 4590)
    assert found[DifferenceKind.MISSING_HERE, "pi_other"].theirs_minor == 4590
    assert {s for k, s in found if k is DifferenceKind.MISSING_THERE} == {
        str(gone.id),
        str(strange.id),
    }
    assert str(whole.id) not in {s for _, s in found}
    assert count_open_differences() == 6
    with pytest.raises(NotAllowed):
        resolve_difference(actor=SYSTEM, difference_id=amount.id, note="x")
    closed = resolve_difference(actor=OPERATOR, difference_id=amount.id, note="A coupon of theirs")
    assert (closed.status, closed.note) == (DifferenceStatus.RESOLVED, "A coupon of theirs")
    reconcile_day("stripe", today(bench))
    run_pending_jobs()
    assert list_refunds(slow.id)[0].status == "succeeded"
    assert count_open_differences() == 5


def test_each_night_the_days_that_are_missing(benches):
    paid(benches["alipay"])
    nightly(0)
    run_pending_jobs_but_notices()
    assert Bill.objects.filter(provider="alipay").count() == 7
    assert set(Bill.objects.values_list("provider", flat=True)) == set(benches)
    nightly(0)
    assert run_pending_jobs() == 0


def test_a_bill_of_many_lines_costs_few_statements(benches, django_assert_num_queries):
    bench = benches["wechatpay"]
    for _ in range(3):
        paid(bench, back=100)
    lines = bench.provider.fetch_bill(today(bench))
    assert len(lines) == 6
    with django_assert_num_queries(4):  # payments, their postings, refunds, theirs
        assert len(match_lines("wechatpay", lines)) == 6


@given(st.lists(st.tuples(st.integers(1, 500), st.booleans(), st.booleans()), max_size=12))
def test_sums_explain_themselves(rows):
    """What the two sides differ by in all is what the differences found say."""
    lines, matched, unmatched = {}, {}, []
    for amount, there, here in rows:
        payment_id = new_id()
        line = BillLine(BillKind.PAYMENT, str(payment_id), payment_id, amount, "CNY")
        ours = Movement(BillKind.PAYMENT, payment_id, "", amount + amount % 3, "CNY", True)
        if there:
            lines[line.key] = line
        if there and here:
            matched[line.key] = ours
        elif here:
            unmatched.append(ours)
    found = compare_bill(lines, matched, unmatched)
    theirs = sum(line.amount_minor for line in lines.values())
    mine = sum(m.amount_minor for m in (*matched.values(), *unmatched))
    assert theirs - mine == sum(f.theirs_minor - f.ours_minor for f in found)
