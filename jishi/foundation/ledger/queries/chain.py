"""The hash chain, computed anew from what the tables say now."""
# ruff: noqa: S608  # statements are put together from constants of this package only

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection

from jishi.foundation.ledger.invariants import balances_unlike_postings, unbalanced_entries
from jishi.foundation.ledger.queries.entries import LINES
from jishi.foundation.ledger.rules import GENESIS, digest_entry, link_digest
from jishi.foundation.ledger.types import ChainHead, ChainReport, PostingView

_BATCH = 1000
_MOST_PROBLEMS = 100


def find_chain_head() -> ChainHead | None:
    """The newest link of the hash chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM ledger_seal ORDER BY number DESC LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else ChainHead(*row)


def digest_entries(ids: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
    """The digest of what each entry says now, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.business_ref, e.kind, e.phase, e.resolves_id::text,"
            " e.idempotency_key, e.input_hash, e.memo, e.actor_kind, e.actor_id::text, e.at,"
            f" e.expires_at, {LINES} FROM ledger_entry e WHERE e.id = ANY(%s) ORDER BY e.id",
            [list(ids)],
        )
        rows = cursor.fetchall()
    for row in rows:
        times: tuple[datetime | None, ...] = (row[10], row[11])
        lines = [PostingView(*line) for line in row[12] or ()]
        yield row[0], digest_entry(entry_id=row[0], texts=row[1:10], times=times, postings=lines)


def verify_chain(*, expected_head: ChainHead | None = None) -> ChainReport:
    """Recompute every link from the entries themselves and compare.

    Finds changed, added and removed entries and postings, gaps, a broken order, entries that
    nobody will seal, balances that are not the sum of their postings; up to 100 problems. Cutting
    off the newest links together with their entries and balances shows only against an
    `expected_head` that was kept elsewhere (the worker's log has every head).
    """
    problems = islice(_list_problems(expected_head), _MOST_PROBLEMS)
    found = tuple(problems)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_seal),"
            " (SELECT count(*) FROM ledger_unsealed)"
        )
        entries, sealed, waiting = cursor.fetchone()
    return ChainReport(entries, sealed, waiting, found, find_chain_head())


def _list_problems(expected_head: ChainHead | None) -> Iterator[str]:
    seen: set[int] = set()
    number, previous = 0, GENESIS
    while links := _links_after(number):
        said = dict(digest_entries([link[1] for link in links]))
        for at, entry_id, before, digest in links:
            for missing in range(number + 1, min(at, number + 1 + _MOST_PROBLEMS)):
                yield f"link {missing} is missing"
            if before != previous and at == number + 1:
                yield f"link {at} does not follow link {number}"
            if entry_id not in said:
                yield f"entry {entry_id} of link {at} is gone"
            elif link_digest(at, before, said[entry_id]) != digest:
                yield f"entry {entry_id} is not what link {at} sealed"
            if expected_head is not None and at == expected_head.number:
                seen.add(at)
                if digest != expected_head.digest:
                    yield f"link {at} is not the one that was expected"
            number, previous = at, digest
    if expected_head is not None and expected_head.number not in seen:
        yield f"link {expected_head.number} was expected, the chain ends at {number}"
    yield from _list_unwatched()
    for breach in (*unbalanced_entries(), *balances_unlike_postings()):
        yield f"{breach.subject}: {breach.detail}"


def _links_after(number: int) -> list[tuple[int, UUID, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, entry_id, previous, digest FROM ledger_seal WHERE number > %s"
            " ORDER BY number LIMIT %s",
            [number, _BATCH],
        )
        rows: list[tuple[int, UUID, str, str]] = cursor.fetchall()
    return rows


def _list_unwatched() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'entry ' || e.id || ' has no seal and waits for none' FROM ledger_entry e"
            " WHERE NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM ledger_unsealed u WHERE u.entry_id = e.id)"
            " UNION ALL SELECT 'entry ' || u.entry_id || ' waits for its seal and is gone'"
            " FROM ledger_unsealed u"
            " WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = u.entry_id)"
            " UNION ALL SELECT 'postings of entry ' || p.entry_id || ' belong to no entry'"
            " FROM ledger_posting p"
            " WHERE NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = p.entry_id) LIMIT 100"
        )
        return [row[0] for row in cursor.fetchall()]
