"""Holds: the floor is checked when pending; each ends once, by a row of its own."""

from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, NotFound
from jishi.foundation.kernel.factories import pass_time
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger import invariants
from jishi.foundation.ledger.actions.expire_hold import expire_hold
from jishi.foundation.ledger.actions.place_hold import place_hold
from jishi.foundation.ledger.actions.post_hold import post_hold
from jishi.foundation.ledger.actions.void_hold import void_hold
from jishi.foundation.ledger.errors import HoldEnded, HoldExceeded, InsufficientFunds
from jishi.foundation.ledger.factories import fund, shop_account
from jishi.foundation.ledger.queries import get_balance, get_hold, list_entries
from jishi.foundation.ledger.types import HoldStatus, PostingInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    account = shop_account()
    fund(account, 1000)
    return account


def hold(account, amount=600, ref="payout", days=1):
    return place_hold(
        actor=SYSTEM,
        business_ref=ref,
        account=account,
        amount_minor=amount,
        currency="CNY",
        idempotency_key=ref,
        expires_at=clock.now() + timedelta(days=days),
    )


def pay(held, amount, key="paid"):
    return post_hold(
        actor=SYSTEM,
        hold_id=held.id,
        postings=[
            PostingInput(held.account, -amount),
            PostingInput("provider:sandbox:clearing", amount),
        ],
        idempotency_key=key,
    )


def figures(account):
    balance = get_balance(account)
    return balance.posted_minor, balance.held_minor, balance.available_minor


def test_holding_keeps_money_there_but_not_available(shop):
    held = hold(shop)
    assert held.status is HoldStatus.PENDING
    assert figures(shop) == (1000, 600, 400)
    with pytest.raises(InsufficientFunds):
        hold(shop, 401, "second")
    assert figures(shop) == (1000, 600, 400)
    hold(shop, 400, "third")
    assert figures(shop) == (1000, 1000, 0)


def test_posting_pays_out_and_gives_the_rest_back(shop):
    held = hold(shop)
    entry = pay(held, 450)
    assert figures(shop) == (550, 0, 550)
    assert get_hold(held.id).status is HoldStatus.POSTED
    assert entry.resolves_id == held.id
    assert pay(held, 450).id == entry.id
    assert figures(shop) == (550, 0, 550)


def test_a_hold_pays_at_most_what_was_held(shop):
    held = hold(shop)
    with pytest.raises(HoldExceeded):
        pay(held, 601)
    assert figures(shop) == (1000, 600, 400)


def test_voiding_gives_all_back_once(shop):
    held = hold(shop)
    assert void_hold(actor=SYSTEM, hold_id=held.id).status is HoldStatus.VOIDED
    assert void_hold(actor=SYSTEM, hold_id=held.id).status is HoldStatus.VOIDED
    assert figures(shop) == (1000, 0, 1000)
    with pytest.raises(HoldEnded) as caught:
        pay(held, 100)
    assert caught.value.code == "hold_ended"
    assert figures(shop) == (1000, 0, 1000)


def test_a_posted_hold_cannot_be_posted_otherwise_nor_voided(shop):
    held = hold(shop)
    pay(held, 100)
    with pytest.raises((HoldEnded, IdempotencyConflict)):
        pay(held, 200, "again")
    with pytest.raises(HoldEnded):
        void_hold(actor=SYSTEM, hold_id=held.id)
    assert figures(shop) == (900, 0, 900)


def test_it_expires_by_the_market_clock(shop):
    held = hold(shop)
    assert expire_hold(hold_id=held.id).status is HoldStatus.PENDING
    assert pass_time(timedelta(hours=23)) == 0
    assert figures(shop) == (1000, 600, 400)
    assert pass_time(timedelta(hours=2)) == 1
    assert get_hold(held.id).status is HoldStatus.EXPIRED
    assert figures(shop) == (1000, 0, 1000)
    assert pass_time(timedelta(hours=2)) == 0


def test_the_same_hold_again_is_the_same_hold(shop):
    until = clock.now() + timedelta(days=1)
    given = {
        "actor": SYSTEM,
        "business_ref": "payout",
        "account": shop,
        "amount_minor": 10,
        "currency": "CNY",
        "idempotency_key": "payout",
        "expires_at": until,
    }
    assert place_hold(**given).id == place_hold(**given).id
    with pytest.raises(IdempotencyConflict):
        place_hold(**given | {"amount_minor": 11})
    assert figures(shop) == (1000, 10, 990)


@pytest.mark.parametrize("amount", [0, -5, 10**14])
def test_amounts_that_cannot_be_held(shop, amount):
    with pytest.raises(InvalidInput):
        hold(shop, amount)
    assert figures(shop) == (1000, 0, 1000)


def test_nothing_is_held_for_the_past(shop):
    with pytest.raises(InvalidInput):
        hold(shop, days=-1)
    assert len(list_entries(account=shop).items) == 1


def test_an_unknown_hold_is_not_found():
    with pytest.raises(NotFound):
        void_hold(actor=SYSTEM, hold_id=new_id())


def test_an_ordinary_entry_is_no_hold(shop):
    entry = list_entries(account=shop).items[0]
    with pytest.raises(NotFound):
        get_hold(entry.id)


def test_every_step_is_an_entry_and_the_sums_agree(shop):
    pay(hold(shop, 100, "a"), 60)
    void_hold(actor=SYSTEM, hold_id=hold(shop, 200, "b").id)
    hold(shop, 300, "c")
    kinds = [e.kind for e in list_entries(account=shop).items]
    assert kinds == ["hold", "hold_voided", "hold", "hold_posted", "hold", "test_funding"]
    assert figures(shop) == (940, 300, 640)
    assert invariants.unbalanced_entries() == []
    assert invariants.balances_unlike_postings() == []
    assert invariants.accounts_below_floor() == []
