"""Posting: balanced, once, never below a floor; a refusal changes nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.types import SYSTEM
from jishi.foundation.ledger.actions.post_entry import post_entry
from jishi.foundation.ledger.errors import BadAccountName, InsufficientFunds, UnbalancedEntry
from jishi.foundation.ledger.factories import fund, shop_account
from jishi.foundation.ledger.queries import get_balance, list_entries, sum_account_prefix
from jishi.foundation.ledger.types import PostingInput

pytestmark = pytest.mark.django_db


def post(ref, *postings, key=None, kind="test"):
    return post_entry(
        actor=SYSTEM,
        business_ref=ref,
        kind=kind,
        postings=[PostingInput(*p) for p in postings],
        idempotency_key=key or ref,
    )


def entries():
    return len(list_entries(limit=100).items)


def test_moves_money_and_keeps_the_sum_at_zero(django_assert_num_queries):
    escrow, shop = f"escrow:order:{new_id()}", shop_account()
    fund(escrow, 1000)
    with django_assert_num_queries(1):
        entry = post(
            "settle", (escrow, -1000), (shop, 950), ("platform:fees", 50), ("platform:subsidy", 0)
        )
    assert get_balance(escrow).posted_minor == 0
    assert get_balance(shop).available_minor == 950
    assert get_balance("platform:fees").posted_minor == 50
    assert get_balance("provider:sandbox:clearing").posted_minor == -1000
    assert sum(p.amount_minor for p in entry.postings) == 0
    assert len(entry.postings) == 3
    assert sum_account_prefix("") == 0


@pytest.mark.parametrize(
    ("postings", "error"),
    [
        ([("platform:fees", 1), ("platform:subsidy", -2)], UnbalancedEntry),
        ([("platform:fees", 1, "CNY"), ("platform:subsidy", -1, "USD")], UnbalancedEntry),
        ([], UnbalancedEntry),
        ([("platform:fees", 0), ("platform:subsidy", 0)], UnbalancedEntry),
        ([("platform:Fees", 1), ("platform:subsidy", -1)], BadAccountName),
        ([("shop:12:available", 1), ("platform:subsidy", -1)], BadAccountName),
        ([("platform:fees'; --", 1), ("platform:subsidy", -1)], BadAccountName),
        ([("platform:fees", 10**14), ("platform:subsidy", -(10**14))], InvalidInput),
        ([("platform:fees", 1.5), ("platform:subsidy", -1.5)], InvalidInput),
        ([("platform:fees", 1, "cny"), ("platform:subsidy", -1, "cny")], InvalidInput),
    ],
)
def test_refuses_what_is_no_entry(postings, error):
    with pytest.raises(error):
        post("bad", *postings)
    assert entries() == 0


@pytest.mark.parametrize("ref", ["", "x" * 161, "a\x00b"])
def test_refuses_a_reference_that_cannot_be_kept(ref):
    with pytest.raises(InvalidInput):
        post(ref, ("platform:fees", 1), ("platform:subsidy", -1))
    assert entries() == 0


def test_never_below_the_floor_and_the_transaction_stays_usable():
    shop = shop_account()
    fund(shop, 100)
    before = entries()
    with pytest.raises(InsufficientFunds) as caught:
        post("too-much", ("platform:fees", 101), (shop, -101))
    assert caught.value.code == "insufficient_funds"
    assert caught.value.details["account"] == shop
    assert entries() == before
    assert get_balance("platform:fees").posted_minor == 0
    post("enough", ("platform:fees", 100), (shop, -100))
    assert get_balance(shop).available_minor == 0


def test_an_account_without_a_row_holds_nothing():
    with pytest.raises(InsufficientFunds):
        post("nothing", ("platform:fees", 1), (shop_account(), -1))
    assert entries() == 0


def test_platform_and_provider_may_be_negative():
    post("loss", ("platform:subsidy", -70), ("provider:sandbox:clearing", 70))
    assert get_balance("platform:subsidy").posted_minor == -70


def test_the_same_again_gives_the_first_entry():
    shop = shop_account()
    first = post("once", ("provider:sandbox:clearing", -5), (shop, 5))
    again = post("once", (shop, 5), ("provider:sandbox:clearing", -5))
    assert again.id == first.id
    assert get_balance(shop).posted_minor == 5


@pytest.mark.parametrize(
    ("ref", "key", "amount", "kind"),
    [
        ("once", "key", 6, "test"),
        ("once", "other", 6, "test"),
        ("other", "key", 5, "test"),
        ("once", "key", 5, "other"),
    ],
)
def test_a_reference_or_key_used_for_something_else_is_a_conflict(ref, key, amount, kind):
    shop = shop_account()
    post("once", ("provider:sandbox:clearing", -5), (shop, 5), key="key")
    with pytest.raises(IdempotencyConflict):
        post(ref, ("provider:sandbox:clearing", -amount), (shop, amount), key=key, kind=kind)
    assert get_balance(shop).posted_minor == 5
    assert entries() == 1


def test_currencies_are_apart():
    shop = shop_account()
    post("yuan", ("provider:sandbox:clearing", -5), (shop, 5))
    post("dollar", ("provider:sandbox:clearing", -7, "USD"), (shop, 7, "USD"))
    assert get_balance(shop).posted_minor == 5
    assert get_balance(shop, "USD").posted_minor == 7
    with pytest.raises(InsufficientFunds):
        post("mixed", (shop, -6), ("provider:sandbox:clearing", 6))


def test_the_database_refuses_an_unbalanced_entry_by_itself():
    def insert_crooked():
        with transaction.atomic(), connection.cursor() as cursor:
            entry = new_id()
            cursor.execute(
                "INSERT INTO ledger_entry (id, business_ref, kind, phase, idempotency_key,"
                " input_hash, memo, actor_kind, at) VALUES"
                " (%s, 'raw', 'raw', 'booked', 'raw', '', '', 'system', now())",
                [entry],
            )
            cursor.execute(
                "INSERT INTO ledger_posting (entry_id, position, account, amount_minor,"
                " currency, is_pending) VALUES (%s, 0, 'platform:fees', 5, 'CNY', false)",
                [entry],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="does not sum to zero"):
        insert_crooked()
    assert entries() == 0


def test_the_database_refuses_an_entry_without_postings():
    with (
        pytest.raises(DatabaseError, match="does not sum to zero"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_entry (id, business_ref, kind, phase, idempotency_key,"
            " input_hash, memo, actor_kind, at) VALUES"
            " (%s, 'raw', 'raw', 'booked', 'raw', '', '', 'system', now())",
            [new_id()],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert entries() == 0
