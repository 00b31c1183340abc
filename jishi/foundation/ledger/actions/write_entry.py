"""The one statement that writes an entry; the room's other actions stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.errors import HoldEnded, InsufficientFunds
from jishi.foundation.ledger.queries import get_entry
from jishi.foundation.ledger.types import EntryView, Phase, PostingView

MAX_REF = 160
MAX_MEMO = 300


def write_entry(
    *,
    actor: Actor,
    business_ref: str,
    kind: str,
    postings: Sequence[PostingView],
    idempotency_key: str,
    memo: str = "",
    phase: Phase = Phase.BOOKED,
    resolves_id: UUID | None = None,
    expires_at: datetime | None = None,
    entry_id: UUID | None = None,
) -> EntryView:
    """Write an entry whose postings were checked already, or give the one written before.

    One SQL statement. Raises InsufficientFunds, HoldEnded, IdempotencyConflict, InvalidInput;
    after each of them the caller's transaction is as it was.
    """
    require_transaction()
    for field, text, limit in (
        ("business_ref", business_ref, MAX_REF),
        ("idempotency_key", idempotency_key, MAX_REF),
        ("kind", kind, 60),
    ):
        if not text or len(text) > limit or "\x00" in text:
            raise InvalidInput(field=field)
    entry_id = entry_id or new_id()
    digest = hash_input([business_ref, kind, phase, resolves_id, expires_at, _plain(postings)])
    at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, known_id, known_hash, subject FROM ledger_post_entry("
            "%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
            " %s::text[], %s::bigint[], %s::text[], %s::boolean[])",
            [
                entry_id, business_ref, kind, phase.value, resolves_id, idempotency_key, digest,
                memo.replace("\x00", "")[:MAX_MEMO], actor.kind.value, actor.person_id, at,
                expires_at,
                [p.account for p in postings], [p.amount_minor for p in postings],
                [p.currency for p in postings], [p.is_pending for p in postings],
            ],
        )  # fmt: skip
        outcome, known_id, known_hash, subject = cursor.fetchone()
    if outcome == "short":
        raise InsufficientFunds(account=subject)
    if outcome == "ended":
        raise HoldEnded(status="")
    if outcome == "known":
        if known_hash != digest:
            if resolves_id is not None and subject != Phase.PENDING:
                raise HoldEnded(status=subject)
            raise IdempotencyConflict(key=idempotency_key)
        return get_entry(known_id)
    return EntryView(
        entry_id, business_ref, kind, at, tuple(postings), phase, resolves_id, memo[:MAX_MEMO]
    )


def _plain(postings: Sequence[PostingView]) -> list[list[object]]:
    # `hold:` counter-accounts carry the entry's own fresh id, so they say nothing about input.
    rows = [
        [
            "hold:" if p.account.startswith("hold:") else p.account,
            p.amount_minor,
            p.currency,
            p.is_pending,
        ]
        for p in postings
    ]
    return sorted(rows, key=str)
