"""Entries and postings."""
# ruff: noqa: S608  # statements are put together from constants of this package only

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.lists import decode_cursor, make_page
from jishi.foundation.kernel.types import Page
from jishi.foundation.ledger.types import EntryView, Phase, PostingLine, PostingView

LINES = """(SELECT json_agg(json_build_array(p.account, p.amount_minor, p.currency, p.is_pending)
 ORDER BY p.position) FROM ledger_posting p WHERE p.entry_id = e.id)"""
_ENTRY = f"e.id, e.business_ref, e.kind, e.at, {LINES}, e.phase, e.resolves_id, e.memo"


def _entry(row: Sequence[Any]) -> EntryView:
    postings = tuple(PostingView(*line) for line in row[4] or ())
    return EntryView(row[0], row[1], row[2], row[3], postings, Phase(row[5]), row[6], row[7])


def get_entry(entry_id: UUID) -> EntryView:
    """An entry by id; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_ENTRY} FROM ledger_entry e WHERE e.id = %s", [entry_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    return _entry(row)


def find_entry(business_ref: str) -> EntryView | None:
    """The entry of a business reference, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_ENTRY} FROM ledger_entry e WHERE e.business_ref = %s", [business_ref]
        )
        row = cursor.fetchone()
    return None if row is None else _entry(row)


def list_entries(
    *,
    account: str | None = None,
    business_ref_prefix: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[EntryView]:
    """Entries newest first, of one account or of references that begin so. One statement."""
    where = ["true"]
    values: list[str | UUID | int] = []
    if cursor:
        try:
            before = UUID(decode_cursor(cursor, 1)[0])
        except ValueError:
            raise InvalidInput(field="cursor") from None
        where.append("e.id < %s")
        values.append(before)
    if account is not None:
        inner = "SELECT entry_id FROM ledger_posting WHERE account = %s"
        values.append(account)
        where.append(f"e.id IN ({inner})")
    if business_ref_prefix is not None:
        where.append("starts_with(e.business_ref, %s)")
        values.append(business_ref_prefix)
    with connection.cursor() as db:
        db.execute(
            f"SELECT {_ENTRY} FROM ledger_entry e WHERE {' AND '.join(where)}"
            " ORDER BY e.id DESC LIMIT %s",
            [*values, limit + 1],
        )
        entries = [_entry(row) for row in db.fetchall()]
    return make_page(entries, limit, lambda e: (e.id,))


def list_postings_of(business_ref_prefix: str) -> tuple[PostingLine, ...]:
    """All postings of entries whose reference begins so, oldest entry first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.account, p.amount_minor, p.currency, p.is_pending, e.id, e.business_ref,"
            " e.kind, e.at FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
            " WHERE starts_with(e.business_ref, %s) ORDER BY e.id, p.position",
            [business_ref_prefix],
        )
        return tuple(PostingLine(*row) for row in cursor.fetchall())


def list_account_entries(accounts: Sequence[str], limit: int = 100) -> tuple[EntryView, ...]:
    """The entries that touch one of these accounts, oldest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_ENTRY} FROM ledger_entry e WHERE e.id IN"
            " (SELECT entry_id FROM ledger_posting WHERE account = ANY(%s))"
            " ORDER BY e.id LIMIT %s",
            [list(accounts), limit],
        )
        return tuple(_entry(row) for row in cursor.fetchall())


def sum_by_reference(account: str, business_refs: Sequence[str]) -> dict[str, int]:
    """What the entries under each of these references did to one account. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.business_ref, sum(p.amount_minor)::bigint FROM ledger_entry e"
            " JOIN ledger_posting p ON p.entry_id = e.id"
            " WHERE e.business_ref = ANY(%s) AND p.account = %s AND NOT p.is_pending"
            " GROUP BY e.business_ref",
            [list(business_refs), account],
        )
        return dict(cursor.fetchall())


def list_known_refs(business_refs: Sequence[str]) -> set[str]:
    """Those of the references under which there is an entry. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT business_ref FROM ledger_entry WHERE business_ref = ANY(%s)",
            [list(business_refs)],
        )
        return {row[0] for row in cursor.fetchall()}


def list_lines_between(
    accounts: Sequence[str], currency: str, since: datetime, until: datetime, limit: int = 20_000
) -> tuple[PostingLine, ...]:
    """Booked postings on these accounts from `since` to before `until`, oldest entry first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.account, p.amount_minor, p.currency, p.is_pending, e.id, e.business_ref,"
            " e.kind, e.at FROM ledger_posting p JOIN ledger_entry e ON e.id = p.entry_id"
            " WHERE p.account = ANY(%s) AND p.currency = %s AND NOT p.is_pending"
            " AND e.at >= %s AND e.at < %s ORDER BY e.at, e.id, p.position LIMIT %s",
            [list(accounts), currency, since, until, limit],
        )
        return tuple(PostingLine(*row) for row in cursor.fetchall())


def sum_before(accounts: Sequence[str], currency: str, moment: datetime) -> dict[str, int]:
    """What was on each account just before a moment, summed from its postings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.account, sum(p.amount_minor)::bigint FROM ledger_posting p"
            " JOIN ledger_entry e ON e.id = p.entry_id WHERE p.account = ANY(%s)"
            " AND p.currency = %s AND NOT p.is_pending AND e.at < %s GROUP BY p.account",
            [list(accounts), currency, moment],
        )
        found = dict(cursor.fetchall())
    return {account: found.get(account, 0) for account in accounts}


def sum_account_by_kind(account: str, currency: str) -> list[tuple[str, int]]:
    """What each kind of entry has moved on an account, by kind; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.kind, sum(p.amount_minor)::bigint FROM ledger_posting p"
            " JOIN ledger_entry e ON e.id = p.entry_id WHERE p.account = %s AND p.currency = %s"
            " AND NOT p.is_pending GROUP BY e.kind ORDER BY e.kind",
            [account, currency],
        )
        return list(cursor.fetchall())
