"""Refunds: out of escrow at once, through the provider once, never more than was paid."""

import pytest

from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    InvalidInput,
    NotAllowed,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, operator_actor
from jishi.foundation.ledger.errors import InsufficientFunds, UnbalancedEntry
from jishi.foundation.ledger.queries import get_balance, sum_account_prefix
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.payments.actions.retry_refund import retry_refund
from jishi.trade.payments.errors import PaymentNotPaid, RefundTooLarge
from jishi.trade.payments.factories import make_payment, make_till, pay
from jishi.trade.payments.models import Refund, RefundStep, SandboxCharge
from jishi.trade.payments.queries import get_payment, get_refund, list_refunds
from jishi.trade.payments.types import RefundStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    make_till()
    payment = make_payment(amount_minor=1000)
    return pay(payment.id)


def refund(payment, amount, ref="back", taken=None):
    return request_refund(
        actor=SYSTEM,
        payment_id=payment.id,
        amount_minor=amount,
        reason="changed my mind",
        business_ref=ref,
        postings_from=[PostingInput(f"escrow:{payment.reference}", -(taken or amount))],
        idempotency_key=ref,
    )


def escrow(payment):
    return get_balance(f"escrow:{payment.reference}").posted_minor


def test_money_leaves_escrow_now_and_the_provider_soon(payment):
    asked = refund(payment, 400)
    assert asked.status is RefundStatus.REQUESTED
    assert escrow(payment) == 600
    assert get_balance(f"escrow:refund:{asked.id}").posted_minor == 400
    assert SandboxCharge.objects.get().returned_minor == 0
    run_pending_jobs()
    assert get_refund(asked.id).status is RefundStatus.SUCCEEDED
    assert get_balance(f"escrow:refund:{asked.id}").posted_minor == 0
    assert get_balance("provider:sandbox:clearing").posted_minor == -600
    assert SandboxCharge.objects.get().returned_minor == 400
    assert get_payment(payment.id).refunded_minor == 400
    assert [e.business_ref for e in recorded("payments.refund_succeeded")] == ["back"]
    assert [s.status for s in RefundStep.objects.order_by("id")] == ["requested", "succeeded"]
    assert ask_all() == []


def test_the_same_again_is_the_same_refund(payment):
    first = refund(payment, 400)
    assert refund(payment, 400).id == first.id
    run_pending_jobs()
    assert refund(payment, 400).status is RefundStatus.SUCCEEDED
    run_pending_jobs()
    assert escrow(payment) == 600
    with pytest.raises(IdempotencyConflict):
        refund(payment, 401)
    assert Refund.objects.count() == 1


def test_parts_sum_to_at_most_the_whole(payment):
    refund(payment, 999, "first")
    with pytest.raises(RefundTooLarge):
        refund(payment, 2, "second")
    assert escrow(payment) == 1
    refund(payment, 1, "third")
    run_pending_jobs()
    assert [r.amount_minor for r in list_refunds(payment.id)] == [999, 1]
    assert sum_account_prefix("") == 0
    assert get_balance("provider:sandbox:clearing").posted_minor == 0


def test_what_was_not_paid_is_not_refunded():
    payment = make_payment()
    with pytest.raises(PaymentNotPaid):
        refund(payment, 1)
    assert Refund.objects.count() == 0


@pytest.mark.parametrize(
    ("amount", "taken", "error"),
    [(0, 1, InvalidInput), (-5, 5, InvalidInput), (10, 9, UnbalancedEntry)],
)
def test_refuses_what_is_no_refund(payment, amount, taken, error):
    with pytest.raises(error):
        refund(payment, amount, taken=taken)
    assert escrow(payment) == 1000
    assert Refund.objects.count() == 0


def test_money_that_is_elsewhere_is_not_there(payment):
    with pytest.raises(InsufficientFunds):
        request_refund(
            actor=SYSTEM,
            payment_id=payment.id,
            amount_minor=10,
            reason="x",
            business_ref="x",
            postings_from=[PostingInput(f"escrow:order:{new_id()}", -10)],
            idempotency_key="x",
        )
    assert Refund.objects.count() == 0
    assert get_payment(payment.id).refunded_minor == 0


def test_a_refusal_waits_for_an_operator(payment):
    SandboxCharge.objects.update(returned_minor=700)  # somebody refunded there by hand
    asked = refund(payment, 400)
    run_pending_jobs()
    assert get_refund(asked.id).status is RefundStatus.FAILED
    assert [e.message for e in recorded("payments.refund_failed")] == ["more than was paid"]
    assert get_balance(f"escrow:refund:{asked.id}").posted_minor == 400
    assert ask_all() == []
    with pytest.raises(NotAllowed):
        retry_refund(actor=SYSTEM, refund_id=asked.id)
    SandboxCharge.objects.update(returned_minor=0)
    operator = operator_actor(new_id())
    retry_refund(actor=operator, refund_id=asked.id)
    run_pending_jobs()
    assert get_refund(asked.id).status is RefundStatus.SUCCEEDED
    with pytest.raises(TransitionRefused):
        retry_refund(actor=operator, refund_id=asked.id)
    assert get_balance(f"escrow:refund:{asked.id}").posted_minor == 0
    assert ask_all() == []
