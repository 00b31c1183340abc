"""Balances: rows for accounts with a floor, roll-ups for the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from jishi.foundation.ledger.rules import is_floored
from jishi.foundation.ledger.types import Balance


def get_balance(account: str, currency: str = "CNY") -> Balance:
    """What is on an account; an account nobody has posted to holds nothing. One statement."""
    with connection.cursor() as cursor:
        if is_floored(account):
            cursor.execute(
                "SELECT posted_minor, held_minor FROM ledger_accountbalance"
                " WHERE account = %s AND currency = %s",
                [account, currency],
            )
        else:
            # Roll-up and what waits for its seal, in one snapshot: nothing counts twice.
            cursor.execute(
                "SELECT coalesce(sum(posted), 0)::bigint, coalesce(sum(held), 0)::bigint FROM ("
                " SELECT posted_minor AS posted, held_minor AS held FROM ledger_rollup"
                " WHERE account = %s AND currency = %s UNION ALL"
                " SELECT CASE WHEN p.is_pending THEN 0 ELSE p.amount_minor END,"
                " CASE WHEN p.is_pending THEN -p.amount_minor ELSE 0 END"
                " FROM ledger_unsealed u JOIN ledger_posting p ON p.entry_id = u.entry_id"
                " WHERE p.account = %s AND p.currency = %s) AS parts",
                [account, currency, account, currency],
            )
        posted, held = cursor.fetchone() or (0, 0)
    return Balance(posted, held, currency)


def get_balances(accounts: Sequence[str], currency: str = "CNY") -> dict[str, Balance]:
    """Balances of several accounts with a floor, in one statement; all of them are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, posted_minor, held_minor FROM ledger_accountbalance"
            " WHERE account = ANY(%s) AND currency = %s",
            [list(accounts), currency],
        )
        found = {row[0]: Balance(row[1], row[2], currency) for row in cursor.fetchall()}
    return {account: found.get(account, Balance(0, 0, currency)) for account in accounts}


def sum_account_prefix(prefix: str, currency: str = "CNY") -> int:
    """Sum of the posted balances of all accounts whose name begins so, e.g. `escrow:`."""
    like = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(part), 0)::bigint FROM ("
            " SELECT posted_minor AS part FROM ledger_accountbalance"
            " WHERE account LIKE %s AND currency = %s UNION ALL"
            " SELECT posted_minor FROM ledger_rollup"
            " WHERE account LIKE %s AND currency = %s UNION ALL"
            " SELECT p.amount_minor FROM ledger_unsealed u"
            " JOIN ledger_posting p ON p.entry_id = u.entry_id WHERE p.account LIKE %s"
            " AND p.currency = %s AND NOT p.is_pending AND NOT ledger_is_floored(p.account)"
            ") AS parts",
            [like, currency] * 3,
        )
        total: int = cursor.fetchone()[0]
    return total


def list_filled_accounts(prefix: str, *, untouched_since: datetime | None = None) -> dict[str, int]:
    """Accounts with a floor whose name begins so and that hold something, in any currency.

    With `untouched_since` only those that no entry has touched after that moment. For
    invariants: there may be many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.account, b.posted_minor FROM ledger_accountbalance b"
            " WHERE starts_with(b.account, %s) AND b.posted_minor <> 0 AND NOT EXISTS ("
            "SELECT FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id"
            " WHERE p.account = b.account AND e.at > %s::timestamptz)",
            [prefix, untouched_since],
        )
        return dict(cursor.fetchall())
