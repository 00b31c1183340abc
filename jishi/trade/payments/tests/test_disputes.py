"""Chargebacks: opened by the bank, answered by the operator, decided; each told once."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel.errors import NotAllowed, TransitionRefused
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import SYSTEM, operator_actor
from jishi.trade.payments.actions.answer_dispute import answer_dispute
from jishi.trade.payments.actions.move_payment import move_dispute
from jishi.trade.payments.actions.press_sandbox_button import press_sandbox_button
from jishi.trade.payments.actions.receive_notice import receive_notice
from jishi.trade.payments.actions.start_payment import start_payment
from jishi.trade.payments.actions.sync_dispute import sync_dispute
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.errors import ChargeEnded, DisputeNotOpen
from jishi.trade.payments.factories import make_payment, make_till, owed_notice, press
from jishi.trade.payments.jobs import nightly
from jishi.trade.payments.models import Dispute, SandboxDispute
from jishi.trade.payments.queries import count_open_disputes, get_payment, list_disputes
from jishi.trade.payments.rules import DISPUTE
from jishi.trade.payments.types import DisputeStatus, SandboxButton

pytestmark = pytest.mark.django_db
OPERATOR = operator_actor(new_id())
EVENTS = ("payments.chargeback_opened", "payments.chargeback_won", "payments.chargeback_lost")


def told():
    return [len(recorded(name)) for name in EVENTS]


@pytest.fixture
def charged(benches):
    """A payment through Stripe, its service, and the bank's name of the chargeback."""
    make_till()
    payment = make_payment(amount_minor=4590, provider="stripe")
    start_payment(payer_id=payment.payer_id, payment_id=payment.id)
    service = benches["stripe"].service
    intent = service.pay(get_payment(payment.id).provider_ref)
    sync_payment(payment.id)
    return payment, service, service.dispute(intent)


def hear(service, name, event="charge.dispute.created"):
    headers, body = service.notice(service.disputes[name], event=event)
    receive_notice(provider_code="stripe", headers=headers, body=body)
    run_pending_jobs()


def test_from_the_bank_to_the_end(charged, benches):
    payment, service, name = charged
    hear(service, name)
    (dispute,) = list_disputes(payment.id)
    assert dispute.status is DisputeStatus.OPEN
    assert (dispute.amount_minor, dispute.fee_minor) == (4590, 1500)  # more than was paid
    assert dispute.evidence_due_at - dispute.opened_at > timedelta(days=6)
    assert count_open_disputes() == 1
    opened = recorded("payments.chargeback_opened")[0]
    assert (opened.payment_id, opened.fee_minor, opened.provider) == (payment.id, 1500, "stripe")
    hear(service, name)
    assert told() == [1, 0, 0]
    with pytest.raises(NotAllowed):
        answer_dispute(actor=SYSTEM, dispute_id=dispute.id, evidence="x")
    answer_dispute(actor=OPERATOR, dispute_id=dispute.id, evidence="Delivered, signed for.")
    run_pending_jobs()
    assert service.disputes[name]["evidence"] == {"uncategorized_text": "Delivered, signed for."}
    assert list_disputes(payment.id)[0].status is DisputeStatus.ANSWERED
    assert count_open_disputes() == 0
    with pytest.raises(DisputeNotOpen):
        answer_dispute(actor=OPERATOR, dispute_id=dispute.id, evidence="more")
    service.disputes[name]["status"] = "won"
    for _ in range(2):
        hear(service, name, "charge.dispute.closed")
    assert list_disputes(payment.id)[0].status is DisputeStatus.WON
    assert told() == [1, 1, 0]
    service.disputes[name]["status"] = "needs_response"  # an old answer, held up on its way
    assert sync_dispute("stripe", name).status is DisputeStatus.WON
    assert ask_all() == []


def test_lost_without_a_notice_and_without_an_answer(charged):
    payment, service, name = charged
    assert sync_dispute("stripe", name).status is DisputeStatus.OPEN
    service.disputes[name]["status"] = "lost"
    nightly(0)
    run_pending_jobs()
    assert list_disputes(payment.id)[0].status is DisputeStatus.LOST
    assert told() == [1, 0, 1]
    assert list_disputes(payment.id)[0].ended_at


def test_a_chargeback_of_nobodys_payment_is_left(charged):
    _, service, name = charged
    service.disputes[name]["payment_intent"] = "pi_others"
    hear(service, name)
    assert Dispute.objects.count() == 0
    assert sync_dispute("stripe", "du_nothing") is None
    assert told() == [0, 0, 0]


@pytest.mark.parametrize(("button", "after"), [("dispute_won", "won"), ("dispute_lost", "lost")])
def test_the_sandbox_has_buttons_for_it(button, after):
    make_till()
    payment = make_payment()
    ref = press(payment)
    sync_payment(payment.id)
    with pytest.raises(ChargeEnded):
        press_sandbox_button(ref=ref, button=SandboxButton(button))
    assert press_sandbox_button(ref=ref, button=SandboxButton.DISPUTE).dispute == "open"
    headers, body = owed_notice(payment.id)
    receive_notice(provider_code="sandbox", headers=headers, body=body)
    _run_but_notices()
    (dispute,) = list_disputes(payment.id)
    answer_dispute(actor=OPERATOR, dispute_id=dispute.id, evidence="Tracking SF1")
    _run_but_notices()
    assert SandboxDispute.objects.get().evidence == "Tracking SF1"
    press_sandbox_button(ref=ref, button=SandboxButton(button))
    assert sync_dispute("sandbox", dispute.dispute_ref).status == after
    assert sum(told()) == 2


def _run_but_notices():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'payments.sandbox_notice'")
    run_pending_jobs()


def test_every_step_and_no_other(charged):
    _, _, name = charged
    dispute = sync_dispute("stripe", name)
    for source in DisputeStatus:
        for target in DisputeStatus:
            Dispute.objects.filter(id=dispute.id).update(status=source.value)
            row = Dispute.objects.get(id=dispute.id)
            if DISPUTE.find(source, target):
                move_dispute(row, target, by="provider")
                assert Dispute.objects.get(id=dispute.id).status == target
            else:
                with pytest.raises(TransitionRefused):
                    move_dispute(row, target, by="provider")
