"""The hash chain: seals everything, and shows what was done behind its back."""

import pytest
from django.db import connection

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.ledger.actions.seal_entries import seal_entries
from jishi.foundation.ledger.factories import fund, shop_account
from jishi.foundation.ledger.queries import (
    find_chain_head,
    get_balance,
    list_entries,
    sum_account_prefix,
    verify_chain,
)
from jishi.foundation.ledger.types import ChainHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def five():
    account = shop_account()
    made = [fund(account, 100 + n) for n in range(5)]
    assert seal_entries() == 5
    assert verify_chain().ok
    return made


def behind_its_back(*statements):
    """As a superuser who has switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for text, *values in statements:
            cursor.execute(text, values)
            assert cursor.rowcount > 0, "the attack itself did nothing"
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_sealing_takes_batches_until_nothing_waits():
    account = shop_account()
    for _ in range(5):
        fund(account, 7)
    assert verify_chain().waiting == 5
    assert [seal_entries(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    report = verify_chain()
    assert (report.entries, report.sealed, report.waiting, report.ok) == (5, 5, 0, True)
    assert report.head is not None
    assert report.head.number == 5


def test_sealing_costs_few_statements_whatever_the_batch(django_assert_num_queries):
    account = shop_account()
    for _ in range(20):
        fund(account, 7)
    with django_assert_num_queries(7):
        assert seal_entries() == 20


def test_roll_ups_give_the_same_sum_before_and_after_the_seal(django_assert_num_queries):
    for amount in (5, 6, 7):
        fund(shop_account(), amount)
    clearing = "provider:sandbox:clearing"
    assert get_balance(clearing).posted_minor == -18
    assert sum_account_prefix("provider:") == -18
    seal_entries(limit=2)
    assert get_balance(clearing).posted_minor == -18
    seal_entries()
    fund(shop_account(), 2)
    with django_assert_num_queries(1):
        assert get_balance(clearing).posted_minor == -20
    assert sum_account_prefix("provider:") == -20
    assert sum_account_prefix("") == 0
    assert verify_chain().ok


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE ledger_posting SET amount_minor = amount_minor * 2 WHERE entry_id = %s", "is not"),
        ("UPDATE ledger_entry SET memo = 'x' WHERE id = %s", "is not what"),
        ("UPDATE ledger_entry SET at = at - interval '1 s' WHERE id = %s", "is not what"),
        ("UPDATE ledger_entry SET actor_kind = 'person' WHERE id = %s", "is not what"),
        ("DELETE FROM ledger_posting WHERE entry_id = %s", "is not what"),
        ("DELETE FROM ledger_entry WHERE id = %s", "is gone"),
        ("DELETE FROM ledger_seal WHERE entry_id = %s", "is missing"),
        ("UPDATE ledger_seal SET digest = repeat('0', 64) WHERE entry_id = %s", "is not what"),
        ("UPDATE ledger_seal SET previous = repeat('0', 64) WHERE entry_id = %s", "not follow"),
        (
            "INSERT INTO ledger_posting (entry_id, position, account, amount_minor, currency,"
            " is_pending) SELECT %s, 9 + n, 'platform:fees', n, 'CNY', false"
            " FROM unnest(ARRAY[-5, 5]) n",
            "is not what",
        ),
    ],
)
def test_a_change_behind_its_back_shows(five, statement, says):
    behind_its_back((statement, five[2].id))
    report = verify_chain()
    assert not report.ok
    assert any(says in problem for problem in report.problems), report.problems


def test_an_entry_put_in_with_the_triggers_off_shows(five):
    behind_its_back(
        (
            "INSERT INTO ledger_entry SELECT %s, 'ghost', kind, phase, 'ghost', input_hash, memo,"
            " actor_kind, actor_id, at, expires_at, NULL FROM ledger_entry WHERE id = %s",
            new_id(),
            five[0].id,
        )
    )
    assert any("has no seal" in p for p in verify_chain().problems)


def test_an_entry_removed_with_all_its_traces_leaves_a_gap(five):
    victim = five[2].id
    account = five[2].postings[1].account
    behind_its_back(
        ("DELETE FROM ledger_seal WHERE entry_id = %s", victim),
        ("DELETE FROM ledger_posting WHERE entry_id = %s", victim),
        ("DELETE FROM ledger_entry WHERE id = %s", victim),
        ("UPDATE ledger_accountbalance SET posted_minor = 408 WHERE account = %s", account),
        ("UPDATE ledger_rollup SET posted_minor = posted_minor + %s", 102),
    )
    assert verify_chain().problems == ("link 3 is missing",)


def test_a_cut_off_end_shows_against_a_head_that_was_kept(five):
    head = find_chain_head()
    victim = five[4].id
    account = five[4].postings[1].account
    behind_its_back(
        ("DELETE FROM ledger_seal WHERE entry_id = %s", victim),
        ("DELETE FROM ledger_posting WHERE entry_id = %s", victim),
        ("DELETE FROM ledger_entry WHERE id = %s", victim),
        ("UPDATE ledger_accountbalance SET posted_minor = 406 WHERE account = %s", account),
        ("UPDATE ledger_rollup SET posted_minor = posted_minor + %s", 104),
    )
    assert verify_chain().ok  # nothing inside the database can know
    problems = verify_chain(expected_head=head).problems
    assert problems == ("link 5 was expected, the chain ends at 4",)


def test_a_chain_made_anew_shows_against_a_head_that_was_kept(five):
    assert verify_chain(expected_head=find_chain_head()).ok
    assert not verify_chain(expected_head=ChainHead(3, "f" * 64)).ok


def test_a_balance_changed_behind_its_back_shows(five):
    behind_its_back(
        ("UPDATE ledger_accountbalance SET posted_minor = posted_minor + 1 WHERE %s = 1", 1)
    )
    assert any("kept" in p for p in verify_chain().problems)


def test_lists_are_one_statement_and_page_by_cursor(five, django_assert_num_queries):
    account = five[0].postings[1].account
    with django_assert_num_queries(1):
        first = list_entries(account=account, limit=3)
    assert [e.id for e in first.items] == [e.id for e in reversed(five[2:])]
    with django_assert_num_queries(1):
        rest = list_entries(account=account, limit=3, cursor=first.next_cursor)
    assert [e.id for e in rest.items] == [e.id for e in reversed(five[:2])]
    assert rest.next_cursor is None
    with django_assert_num_queries(1):
        found = list_entries(business_ref_prefix=five[0].business_ref)
    assert [e.id for e in found.items] == [five[0].id]
