"""Many at once on the real PostgreSQL: once is once, a floor is a floor, nobody waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.invariants import ask_all
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions.place_hold import place_hold
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.actions.post_hold import post_hold
from jishi.foundation.ledger.actions.seal_entries import seal_entries
from jishi.foundation.ledger.actions.void_hold import void_hold
from jishi.foundation.ledger.factories import fund, shop_account
from jishi.foundation.ledger.queries import get_balance, list_entries, verify_chain
from jishi.foundation.ledger.types import PostingInput

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, do):
    """Run `do(n)` in threads that start together; gives results, or the code of the refusal."""
    barrier = threading.Barrier(count)

    def one(number):
        try:
            barrier.wait(30)
            with durable():
                return do(number)
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def spend(account, amount, ref):
    return post_entry(
        actor=SYSTEM,
        business_ref=ref,
        kind="test",
        postings=[PostingInput(account, -amount), PostingInput("platform:fees", amount)],
        idempotency_key=ref,
    ).id


def test_the_same_entry_at_once_is_one_entry():
    account = shop_account()
    with durable():
        fund(account, 100)
    ids = at_once(8, lambda n: spend(account, 30, "same"))
    assert len(set(ids)) == 1
    assert get_balance(account).posted_minor == 70
    assert len(list_entries(business_ref_prefix="same").items) == 1


def test_a_floor_holds_against_a_crowd():
    account = shop_account()
    with durable():
        fund(account, 100)
    results = at_once(10, lambda n: spend(account, 30, f"crowd{n}"))
    assert results.count("insufficient_funds") == 7
    assert get_balance(account).posted_minor == 10
    assert ask_all() == []


def test_opposite_transfers_never_block_each_other_for_ever():
    left, right = shop_account(), shop_account()
    with durable():
        fund(left, 1000)
        fund(right, 1000)

    def move(number):
        source, target = (left, right) if number % 2 else (right, left)
        post_entry(
            actor=SYSTEM,
            business_ref=f"swap{number}",
            kind="test",
            postings=[PostingInput(source, -5), PostingInput(target, 5)],
            idempotency_key=f"swap{number}",
        )
        return number

    assert sorted(at_once(8, move)) == list(range(8))
    assert get_balance(left).posted_minor == get_balance(right).posted_minor == 1000


def test_a_hold_ends_once():
    account = shop_account()
    with durable():
        fund(account, 100)
        held = place_hold(
            actor=SYSTEM,
            business_ref="hold",
            account=account,
            amount_minor=80,
            currency="CNY",
            idempotency_key="hold",
            expires_at=clock.now() + timedelta(days=1),
        )
    lines = [PostingInput(account, -80), PostingInput("platform:fees", 80)]

    def end(number):
        if number % 2:
            return void_hold(actor=SYSTEM, hold_id=held.id).status.value
        key = str(new_id())
        return post_hold(actor=SYSTEM, hold_id=held.id, postings=lines, idempotency_key=key).kind

    results = at_once(6, end)
    balance = get_balance(account)
    assert balance.held_minor == 0
    if balance.posted_minor == 20:
        assert results.count("hold_posted") >= 1
        assert "voided" not in results
    else:
        assert balance.posted_minor == 100
        assert "hold_posted" not in results
    assert ask_all() == []


def test_sealers_and_sellers_at_once_leave_a_whole_chain():
    accounts = [shop_account() for _ in range(4)]

    def work(number):
        if number >= 4:
            return seal_entries(limit=7)
        return [fund(accounts[number], 1).id for _ in range(10)]

    at_once(8, work)
    with durable():
        seal_entries()
    report = verify_chain()
    assert (report.entries, report.sealed, report.waiting) == (40, 40, 0)
    assert report.ok, report.problems
    assert get_balance("provider:sandbox:clearing").posted_minor == -40
