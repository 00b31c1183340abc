"""Questions about the ledger that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach

_SUMS = """
WITH counted AS (
  SELECT account, currency,
         coalesce(sum(amount_minor) FILTER (WHERE NOT is_pending), 0) AS posted,
         coalesce(-sum(amount_minor) FILTER (WHERE is_pending), 0) AS held
  FROM ledger_posting p
  WHERE account NOT LIKE 'hold:%'
    AND (ledger_is_floored(account)
         OR NOT EXISTS (SELECT FROM ledger_unsealed u WHERE u.entry_id = p.entry_id))
  GROUP BY account, currency
), kept AS (
  SELECT account, currency, posted_minor, held_minor FROM ledger_accountbalance
  UNION ALL SELECT account, currency, posted_minor, held_minor FROM ledger_rollup
)
SELECT coalesce(c.account, k.account),
       'kept ' || coalesce(k.posted_minor, 0) || ' held ' || coalesce(k.held_minor, 0)
       || ', postings ' || coalesce(c.posted, 0) || ' held ' || coalesce(c.held, 0)
       || ' ' || coalesce(c.currency, k.currency)
FROM counted c FULL JOIN kept k ON k.account = c.account AND k.currency = c.currency
WHERE coalesce(k.posted_minor, 0) <> coalesce(c.posted, 0)
   OR coalesce(k.held_minor, 0) <> coalesce(c.held, 0)
LIMIT 100
"""


def unbalanced_entries() -> list[Breach]:
    """Is there an entry that does not sum to zero in a currency, or has no postings?"""
    return _ask(
        "unbalanced_entries",
        "SELECT entry_id::text, 'sums to ' || sum(amount_minor) || ' ' || currency"
        " FROM ledger_posting GROUP BY entry_id, currency, is_pending"
        " HAVING sum(amount_minor) <> 0"
        " UNION ALL SELECT id::text, 'has no postings' FROM ledger_entry e WHERE NOT EXISTS"
        " (SELECT FROM ledger_posting p WHERE p.entry_id = e.id) LIMIT 100",
    )


def balances_unlike_postings() -> list[Breach]:
    """Is there a balance or roll-up that is not the sum of its postings?"""
    return _ask("balances_unlike_postings", _SUMS)


def accounts_below_floor() -> list[Breach]:
    """Is there an account with a floor that has less than nothing, or less than is held?"""
    return _ask(
        "accounts_below_floor",
        "SELECT account, 'available ' || sum(amount_minor) || ' ' || currency"
        " FROM ledger_posting WHERE ledger_is_floored(account)"
        " GROUP BY account, currency"
        " HAVING sum(amount_minor) < 0 OR sum(amount_minor) FILTER (WHERE is_pending) > 0"
        " LIMIT 100",
    )


def _ask(question: str, statement: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [Breach("ledger", question, row[0], row[1]) for row in cursor.fetchall()]
