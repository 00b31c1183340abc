"""Seal new entries into the hash chain, in batches, apart from the sales that wrote them."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.ledger.queries import digest_entries
from jishi.foundation.ledger.rules import GENESIS, link_digest

# One sealer at a time, by advisory lock: a row to lock would be the hot row this avoids.
SEALER_LOCK = 0x6A69_7368_6900_0001
BATCH = 500

_SEAL = """
INSERT INTO ledger_seal (number, entry_id, previous, digest, sealed_at)
SELECT n, e, p, d, %s FROM unnest(%s::bigint[], %s::uuid[], %s::text[], %s::text[]) s (n, e, p, d)
"""
_ROLL_UP = """
INSERT INTO ledger_rollup AS r (account, currency, posted_minor, held_minor)
SELECT account, currency,
       coalesce(sum(amount_minor) FILTER (WHERE NOT is_pending), 0),
       coalesce(-sum(amount_minor) FILTER (WHERE is_pending), 0)
FROM ledger_posting
WHERE entry_id = ANY(%s) AND NOT ledger_is_floored(account) AND account NOT LIKE 'hold:%%'
GROUP BY account, currency
ON CONFLICT (account, currency) DO UPDATE
SET posted_minor = r.posted_minor + excluded.posted_minor,
    held_minor = r.held_minor + excluded.held_minor
"""


def seal_entries(*, limit: int = BATCH) -> int:
    """Seal up to `limit` waiting entries and move the roll-ups on; returns how many.

    0 when nothing waits, or when another sealer is at work.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        # Read after the lock was got: in READ COMMITTED this sees the last sealer's work.
        cursor.execute("SELECT entry_id FROM ledger_unsealed ORDER BY entry_id LIMIT %s", [limit])
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return 0
        cursor.execute("SELECT number, digest FROM ledger_seal ORDER BY number DESC LIMIT 1")
        number, previous = cursor.fetchone() or (0, GENESIS)
        links = []
        for entry_id, digest in digest_entries(ids):
            number += 1
            sealed = link_digest(number, previous, digest)
            links.append((number, entry_id, previous, sealed))
            previous = sealed
        cursor.execute(_SEAL, [clock.now(), *(list(column) for column in zip(*links, strict=True))])
        cursor.execute(_ROLL_UP, [ids])
        cursor.execute("DELETE FROM ledger_unsealed WHERE entry_id = ANY(%s)", [ids])
    return len(links)
