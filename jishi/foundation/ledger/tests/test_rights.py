"""The application's role adds to history and cannot rewrite it; neither can the owner."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from jishi.foundation.ledger.actions.seal_entries import seal_entries
from jishi.foundation.ledger.factories import fund, shop_account
from jishi.foundation.ledger.queries import get_balance, verify_chain

pytestmark = pytest.mark.django_db
TABLES = ("ledger_entry", "ledger_posting", "ledger_seal")


@contextmanager
def as_application():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE jishi_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def refused(statement):
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return caught.value.__cause__.sqlstate


def test_the_application_posts_and_seals():
    with as_application():
        account = shop_account()
        fund(account, 10)
        assert seal_entries() == 1
        assert get_balance(account).posted_minor == 10
        assert verify_chain().ok


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_has_no_right_to_rewrite(table, verb):
    column = {"ledger_entry": "memo = ''", "ledger_posting": "amount_minor = 1"}
    fund(shop_account(), 10)
    with as_application():
        statement = verb.format(table, column.get(table, "digest = ''"))
        assert refused(statement) == "42501"


@pytest.mark.parametrize("table", ["ledger_accountbalance", "ledger_openhold"])
def test_the_application_does_not_write_what_triggers_keep(table):
    fund(shop_account(), 10)
    with as_application():
        assert refused(f"DELETE FROM {table}") == "42501"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET memo = ''",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_posting SET amount_minor = 1",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_seal SET digest = ''",
        "DELETE FROM ledger_seal",
    ],
)
def test_the_owner_is_refused_by_triggers(statement):
    fund(shop_account(), 10)
    assert refused(statement) == "JL003"
    assert verify_chain().ok


@pytest.mark.parametrize("table", TABLES)
def test_truncate_has_its_trigger_too(table):
    # The test run itself switches these off, to empty tables between tests.
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
    assert refused(f"TRUNCATE {table} CASCADE") == "JL003"
