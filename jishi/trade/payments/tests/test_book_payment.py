"""Money comes in time, late, twice, never, in another amount: it is booked once or given back."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel.factories import pass_time, recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.queries import get_balance, list_entries, sum_account_prefix
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.close_payment import close_payment
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.errors import ChargeEnded
from jishi.trade.payments.factories import make_payment, make_till, pay, press
from jishi.trade.payments.jobs import watch
from jishi.trade.payments.models import PaymentStep, SandboxCharge
from jishi.trade.payments.queries import get_payment, list_refunds
from jishi.trade.payments.types import (
    PaymentStatus,
    RefundStatus,
    SandboxButton,
    SandboxNotices,
)

pytestmark = pytest.mark.django_db
CLEARING = "provider:sandbox:clearing"


@pytest.fixture
def till():
    return make_till()


@pytest.fixture
def payment(till):
    return make_payment(amount_minor=4590)


def escrow(payment):
    return get_balance(f"escrow:{payment.reference}").posted_minor


def all_gone_back(payment):
    """Received, refunded, nothing left anywhere, nobody wronged."""
    run_pending_jobs()
    refunds = list_refunds(payment.id)
    assert [(r.amount_minor, r.status) for r in refunds] == [(4590, RefundStatus.SUCCEEDED)]
    assert SandboxCharge.objects.get(merchant_ref=payment.id).returned_minor == 4590
    assert get_balance(CLEARING).posted_minor == 0
    assert sum_account_prefix("escrow:") == 0
    assert [e.reference for e in recorded("payments.refund_succeeded")] == [payment.reference]
    assert recorded("payments.payment_paid") == []
    assert ask_all() == []


def test_paid_in_time_is_in_escrow(till, payment):
    assert sync_payment(payment.id).status is PaymentStatus.PENDING
    press(payment)
    assert get_payment(payment.id).status is PaymentStatus.PENDING  # nobody has told us yet
    paid = sync_payment(payment.id)
    assert paid.status is PaymentStatus.PAID
    assert paid.paid_at
    assert escrow(payment) == 4590
    assert get_balance(CLEARING).posted_minor == -4590
    assert [s.status for s in PaymentStep.objects.order_by("id")] == ["pending", "paid"]
    assert [e.payment_id for e in recorded("payments.payment_paid")] == [payment.id]
    assert till.calls == [payment.id]
    assert ask_all() == []


def test_asking_again_changes_nothing(till, payment):
    pay(payment.id)
    pay(payment.id)
    sync_payment(payment.id)
    assert till.calls == [payment.id]
    assert len(list_entries(business_ref_prefix="payment:").items) == 1
    assert escrow(payment) == 4590


def test_declined_can_be_tried_again(payment):
    ref = press(payment, SandboxButton.DECLINE)
    assert sync_payment(payment.id).status is PaymentStatus.PENDING
    press_sandbox_button(ref=ref, button=SandboxButton.PAY)
    assert sync_payment(payment.id).status is PaymentStatus.PAID


def test_closed_there_is_closed_here(payment):
    press(payment, SandboxButton.CLOSE)
    assert sync_payment(payment.id).status is PaymentStatus.CLOSED
    assert [e.reference for e in recorded("payments.payment_closed")] == [payment.reference]
    assert escrow(payment) == 0
    assert ask_all() == []


def test_money_that_comes_when_it_is_closed_goes_back(payment):
    press(payment, SandboxButton.PAY_LATE)
    assert sync_payment(payment.id).status is PaymentStatus.PENDING
    assert close_payment(actor=SYSTEM, payment_id=payment.id).status is PaymentStatus.CLOSED
    run_pending_jobs()  # closes the charge: only now the bank lets the money go
    assert get_payment(payment.id).status is PaymentStatus.CLOSED
    assert get_payment(payment.id).refunded_minor == 4590
    all_gone_back(payment)


def test_money_long_after_closing_goes_back_even_without_a_notice(payment):
    press(payment, SandboxButton.CLOSE)
    sync_payment(payment.id)
    ref = SandboxCharge.objects.get().ref
    press_sandbox_button(ref=ref, button=SandboxButton.PAY_LATE, notices=SandboxNotices.NEVER)
    pass_time(timedelta(minutes=10))
    watch(0)
    all_gone_back(payment)


def test_paid_while_we_were_closing_goes_back(payment):
    press(payment)
    close_payment(actor=SYSTEM, payment_id=payment.id, reason="too slow")
    run_pending_jobs()
    all_gone_back(payment)


def test_too_late_for_the_consumer_goes_back(till, payment):
    till.is_too_late = True
    press(payment)
    assert sync_payment(payment.id).status is PaymentStatus.CLOSED
    all_gone_back(payment)
    sync_payment(payment.id)
    assert till.calls == [payment.id]


def test_a_consumer_that_refuses_leaves_nothing_behind(till, payment, monkeypatch):
    from jishi.foundation.kernel.errors import NotAllowed

    def refuse(paid):
        PaymentStep.objects.create(payment_id=paid.id, status="x", by="x", at=paid.expires_at)
        raise NotAllowed()

    monkeypatch.setattr(till, "on_paid", refuse)
    press(payment)
    assert sync_payment(payment.id).status is PaymentStatus.CLOSED
    assert not PaymentStep.objects.filter(status="x").exists()
    all_gone_back(payment)


@pytest.mark.parametrize("amount", [4589, 4591])
def test_another_amount_goes_back(payment, amount):
    press(payment)
    SandboxCharge.objects.update(amount_minor=amount)
    assert sync_payment(payment.id).status is PaymentStatus.CLOSED
    run_pending_jobs()
    assert [r.amount_minor for r in list_refunds(payment.id)] == [amount]
    assert get_balance(CLEARING).posted_minor == 0
    assert escrow(payment) == 0
    assert ask_all() == []


def test_a_consumer_that_does_not_take_it_all_stops_the_booking(till, payment, monkeypatch):
    from jishi.foundation.ledger.errors import UnbalancedEntry

    half = [PostingInput(f"escrow:order:{new_id()}", 2000)]
    monkeypatch.setattr(till, "on_paid", lambda paid: half)
    press(payment)
    with pytest.raises(UnbalancedEntry):
        sync_payment(payment.id)


def test_without_a_notice_we_ask_by_ourselves(payment):
    press(payment)
    watch(0)
    assert get_payment(payment.id).status is PaymentStatus.PENDING  # not yet time to ask
    pass_time(timedelta(seconds=16))
    watch(0)
    assert get_payment(payment.id).status is PaymentStatus.PAID


def test_asking_by_ourselves_gets_rarer(payment, monkeypatch):
    press(payment, SandboxButton.DECLINE)
    asked = []
    monkeypatch.setattr(
        "jishi.trade.payments.jobs.sync_payment", lambda payment_id: asked.append(payment_id)
    )
    for _ in range(60):
        pass_time(timedelta(seconds=10))
        watch(0)
    assert 5 <= len(asked) <= 8


def test_nobody_pays_and_nobody_closes(payment):
    pass_time(timedelta(minutes=34))
    assert get_payment(payment.id).status is PaymentStatus.PENDING
    pass_time(timedelta(minutes=2))
    assert get_payment(payment.id).status is PaymentStatus.CLOSED
    assert len(recorded("payments.payment_closed")) == 1


def test_closing_what_is_paid_leaves_it_paid(payment):
    pay(payment.id)
    assert close_payment(actor=SYSTEM, payment_id=payment.id).status is PaymentStatus.PAID
    assert escrow(payment) == 4590


def test_a_paid_charge_has_no_other_buttons(payment):
    ref = press(payment)
    for button in (SandboxButton.DECLINE, SandboxButton.CLOSE, SandboxButton.PAY_LATE):
        with pytest.raises(ChargeEnded):
            press_sandbox_button(ref=ref, button=button)
    assert SandboxCharge.objects.get().state == "paid"


def test_booking_costs_few_statements(payment, django_assert_num_queries):
    press(payment)
    # Payment, charge; two savepoints (one is the test's own transaction) and their release;
    # lock, ledger entry, payment, history, event.
    with django_assert_num_queries(11):
        assert sync_payment(payment.id).status is PaymentStatus.PAID
