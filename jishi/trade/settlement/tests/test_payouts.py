"""Payouts: held, reviewed, sent, tried again; never more than there is, never twice."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import (
    IdempotencyConflict,
    NotAllowed,
    NotFound,
    TransitionRefused,
)
from jishi.foundation.kernel.factories import recorded, run_pending_jobs
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.types import operator_actor, person_actor
from jishi.foundation.ledger.errors import InsufficientFunds
from jishi.foundation.ledger.queries import get_balance
from jishi.trade.settlement.actions.add_payout_account import add_payout_account
from jishi.trade.settlement.actions.cancel_payout import cancel_payout
from jishi.trade.settlement.actions.check_account import check_account
from jishi.trade.settlement.actions.claim_due_payouts import claim_due_payouts
from jishi.trade.settlement.actions.finish_payout import finish_payout
from jishi.trade.settlement.actions.receive_transfer_notice import receive_transfer_notice
from jishi.trade.settlement.actions.remove_payout_account import remove_payout_account
from jishi.trade.settlement.actions.request_payout import request_payout
from jishi.trade.settlement.actions.retry_payout import retry_payout
from jishi.trade.settlement.actions.review_payout import review_payout
from jishi.trade.settlement.actions.send_payout import _begin
from jishi.trade.settlement.errors import (
    AccountInUse,
    AccountKnown,
    AccountNumberInvalid,
    AccountUnusable,
    PayoutTooSmall,
)
from jishi.trade.settlement.factories import give_money, make_account
from jishi.trade.settlement.models import Payout, PayoutAttempt, SandboxTransfer
from jishi.trade.settlement.providers.sandbox import SandboxBank, make_notice
from jishi.trade.settlement.queries import get_payout, list_payouts, lock_payout
from jishi.trade.settlement.rules import ACCOUNT, ATTEMPT, PAYOUT
from jishi.trade.settlement.types import (
    AccountStatus,
    AttemptStatus,
    OwnerKind,
    PayoutOwner,
    PayoutStatus,
    ReviewReason,
)
from jishi.trade.shops.factories import make_shop, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def owner(shop):
    payee = PayoutOwner(OwnerKind.SHOP, shop.id)
    give_money(payee.ledger_account, 100_000)
    return payee


@pytest.fixture
def actor(shop):
    return owner_of(shop)


@pytest.fixture
def operator():
    return operator_actor(make_person().id)


def ask(actor, owner, account, amount=60_000, key="p1"):
    return request_payout(
        actor=actor,
        owner=owner,
        account_id=account.id,
        amount_minor=amount,
        idempotency_key=key,
    )


def go(payout):
    """What the send job does, in one transaction of the test's."""
    row = lock_payout(payout.id)
    order = _begin(row)
    if order is None:
        return None
    bank = SandboxBank()
    state = bank.query(order.attempt_id) or bank.send(order)
    return finish_payout(payout_id=payout.id, attempt_id=order.attempt_id, state=state)


def balance(owner):
    return get_balance(owner.ledger_account)


def test_it_is_held_sent_and_leaves(owner, actor, django_assert_num_queries):
    account = make_account(actor, owner)
    payout = ask(actor, owner, account)
    assert payout.status is PayoutStatus.REVIEWED
    assert (balance(owner).posted_minor, balance(owner).available_minor) == (100_000, 40_000)
    assert ask(actor, owner, account).id == payout.id
    with pytest.raises(IdempotencyConflict):
        ask(actor, owner, account, 50_000)
    with pytest.raises(InsufficientFunds):
        ask(actor, owner, account, 50_000, "p2")
    with pytest.raises(PayoutTooSmall):
        ask(actor, owner, account, 999, "p3")
    assert go(payout).status is PayoutStatus.IN_TRANSIT
    with pytest.raises(TransitionRefused):
        cancel_payout(actor=actor, payout_id=payout.id)
    assert go(payout).status is PayoutStatus.SUCCEEDED
    assert go(payout) is None
    assert (balance(owner).posted_minor, balance(owner).held_minor) == (40_000, 0)
    assert get_balance("provider:sandbox:payouts").posted_minor == 60_000
    assert [e.amount_minor for e in recorded("settlement.payout_succeeded")] == [60_000]
    with django_assert_num_queries(3):
        page = list_payouts(actor, owner)
    assert [a.status for a in page.items[0].attempts] == [AttemptStatus.SUCCEEDED]
    assert ask_all() == []


def test_a_large_one_or_a_new_account_is_looked_at(owner, actor, operator):
    payout = ask(actor, owner, make_account(actor, owner, days_old=0))
    assert (payout.status, payout.review_reasons) == (
        PayoutStatus.REQUESTED,
        (ReviewReason.NEW_ACCOUNT,),
    )
    assert go(payout) is None
    with pytest.raises(NotAllowed):
        review_payout(actor=actor, payout_id=payout.id)
    assert review_payout(actor=operator, payout_id=payout.id).status is PayoutStatus.REVIEWED
    with pytest.raises(TransitionRefused):
        review_payout(actor=operator, payout_id=payout.id)
    give_money(owner.ledger_account, 10_000_000)
    old = make_account(actor, owner, "6222020000001236")
    large = ask(actor, owner, old, 5_000_000, "p2")
    assert large.review_reasons == (ReviewReason.LARGE,)
    assert cancel_payout(actor=operator, payout_id=large.id, reason="ask us").ended_at
    assert balance(owner).held_minor == 60_000
    cancel_payout(actor=actor, payout_id=payout.id)
    assert balance(owner).held_minor == 0
    assert ask_all() == []


def test_refused_for_good_it_is_the_owners_again_and_may_be_tried_anew(owner, actor):
    account = make_account(actor, owner, "6222020000001231")
    payout = ask(actor, owner, account)
    go(payout)
    assert go(payout).status is PayoutStatus.FAILED
    assert (balance(owner).posted_minor, balance(owner).held_minor) == (100_000, 0)
    assert [e.message for e in recorded("settlement.payout_failed")] == [
        "The bank has closed this account."
    ]
    assert retry_payout(actor=actor, payout_id=payout.id).status is PayoutStatus.REVIEWED
    assert balance(owner).held_minor == 60_000
    go(payout)
    assert [a.number for a in go(payout).attempts] == [1, 2]
    assert ask_all() == []


def test_refused_for_now_it_is_tried_again_by_itself(owner, actor):
    payout = ask(actor, owner, make_account(actor, owner, "6222020000001232"))
    go(payout)
    waiting = go(payout)
    assert (waiting.status, balance(owner).held_minor) == (PayoutStatus.IN_TRANSIT, 60_000)
    assert payout.id not in claim_due_payouts()
    clock.advance(timedelta(minutes=1))
    assert claim_due_payouts() == [payout.id]
    assert claim_due_payouts() == []
    go(payout)
    done = go(payout)
    assert done.status is PayoutStatus.SUCCEEDED
    assert [a.status for a in done.attempts] == [AttemptStatus.FAILED, AttemptStatus.SUCCEEDED]
    assert ask_all() == []


def test_a_late_one_and_one_that_is_told_twice(owner, actor):
    late = ask(actor, owner, make_account(actor, owner, "6222020000001233"), 20_000)
    go(late)
    assert go(late).status is PayoutStatus.IN_TRANSIT
    clock.advance(timedelta(days=1, minutes=1))
    assert go(late).status is PayoutStatus.SUCCEEDED
    twice = ask(actor, owner, make_account(actor, owner, "6222020000001234"), 20_000, "p2")
    go(twice)
    headers, body = make_notice(SandboxTransfer.objects.get(number="6222020000001234"))
    hear = {"provider_code": "sandbox", "headers": headers, "body": body}
    assert receive_transfer_notice(**hear)
    assert not receive_transfer_notice(**hear)
    assert go(twice).status is PayoutStatus.SUCCEEDED
    assert ask_all() == []


def test_killed_between_sending_and_booking_it_is_paid_once(owner, actor):
    payout = ask(actor, owner, make_account(actor, owner))
    order = _begin(lock_payout(payout.id))
    SandboxBank().send(order)  # and the process dies here
    again = _begin(lock_payout(payout.id))
    assert again.attempt_id == order.attempt_id
    assert go(payout).status is PayoutStatus.SUCCEEDED
    assert SandboxTransfer.objects.count() == PayoutAttempt.objects.count() == 1
    assert ask_all() == []


def test_accounts(owner, actor, shop):
    add = {"actor": actor, "owner": owner, "holder": "Lin", "bank": "Bank"}
    with pytest.raises(AccountNumberInvalid):
        add_payout_account(**add, number="12ab")
    good = add_payout_account(**add, number="6222 0200 0000 5678")
    assert (good.masked, good.status) == ("•••• 5678", AccountStatus.UNVERIFIED)
    with pytest.raises(AccountKnown):
        add_payout_account(**add, number="6222020000005678")
    with pytest.raises(AccountUnusable):
        ask(actor, owner, good)
    stranger = person_actor(make_person().id)
    for who in (stranger, operator_actor(stranger.person_id)):
        with pytest.raises(NotAllowed):
            add_payout_account(**add | {"actor": who}, number="6222020000005679")
    payout = ask(actor, owner, make_account(actor, owner))
    with pytest.raises(AccountInUse):
        remove_payout_account(actor=actor, account_id=payout.account.id)
    with pytest.raises(NotFound):
        get_payout(stranger, payout.id)
    with pytest.raises(NotFound):
        cancel_payout(actor=stranger, payout_id=payout.id)
    remove_payout_account(actor=actor, account_id=good.id)
    with pytest.raises(TransitionRefused):
        remove_payout_account(actor=actor, account_id=good.id)


def test_a_persons_money(django_assert_num_queries):
    person = person_actor(make_person().id)
    mine = PayoutOwner(OwnerKind.PERSON, person.person_id)
    give_money(mine.ledger_account, 5_000)
    payout = ask(person, mine, make_account(person, mine), 5_000)
    go(payout)
    go(payout)
    assert balance(mine).posted_minor == 0
    with pytest.raises(NotAllowed):
        list_payouts(person_actor(make_person().id), mine)


@pytest.mark.parametrize(
    ("machine", "allowed"),
    [
        (
            PAYOUT,
            {
                ("requested", "reviewed"), ("requested", "cancelled"), ("reviewed", "in_transit"),
                ("reviewed", "cancelled"), ("in_transit", "succeeded"), ("in_transit", "failed"),
                ("failed", "reviewed"),
            },
        ),
        (ATTEMPT, {("sent", "succeeded"), ("sent", "failed")}),
        (
            ACCOUNT,
            {
                ("unverified", "verified"), ("unverified", "rejected"), ("unverified", "removed"),
                ("verified", "removed"), ("rejected", "removed"),
            },
        ),
    ],
)  # fmt: skip
def test_every_step(machine, allowed):
    for source in machine.states:
        for target in machine.states:
            step = machine.find(source, target)
            assert (step is not None) == ((source, target) in allowed)
            if step is None:
                with pytest.raises(TransitionRefused):
                    machine.check(source, target, "owner")


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_never_exceed_the_balance(monkeypatch):
    told = []  # no web process listens in this test
    where = "jishi.trade.settlement.actions.deliver_transfer_notice.send_notice"
    monkeypatch.setattr(where, told.append)
    shop = make_shop()
    owner, actor = PayoutOwner(OwnerKind.SHOP, shop.id), owner_of(shop)
    give_money(owner.ledger_account, 100_000)
    account = make_account(actor, owner)
    refused = []

    def run(key):
        try:
            with transaction.atomic():
                ask(actor, owner, account, 60_000, key)
        except InsufficientFunds:
            refused.append(key)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert Payout.objects.count() == 1
    # the job itself, with its own transactions
    run_pending_jobs(queues=("payments",))
    account = check_account(account.id)
    assert account.status is AccountStatus.VERIFIED
    assert Payout.objects.get().status == "in_transit"
    assert len(told) == 1
