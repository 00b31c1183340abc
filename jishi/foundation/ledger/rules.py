"""Account names, floors, and the canonical text that is hashed; no Django."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.ledger.errors import BadAccountName, UnbalancedEntry
from jishi.foundation.ledger.types import PostingInput, PostingView

# Accounts without a floor: they may go below zero, keep no balance row, and are summed by a
# roll-up. The database function `ledger_is_floored` says the same.
FLOORLESS_PREFIXES = ("platform:", "provider:", "hold:")
MAX_POSTINGS = 500
GENESIS = "0" * 64

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_WORD = r"[a-z][a-z0-9_]{0,29}"
_ACCOUNT = re.compile(
    rf"(?:escrow:{_WORD}:{_UUID}|shop:{_UUID}:{_WORD}|person:{_UUID}:{_WORD}"
    rf"|platform:{_WORD}|provider:{_WORD}:{_WORD}|hold:{_UUID})"
)
_CURRENCY = re.compile(r"[A-Z]{3}")


def is_floored(account: str) -> bool:
    """Whether the balance of the account may never fall below zero."""
    return not account.startswith(FLOORLESS_PREFIXES)


def check_account(account: str) -> str:
    """The name itself; raises BadAccountName when it follows none of the known patterns."""
    if not _ACCOUNT.fullmatch(account):
        raise BadAccountName(account=account[:100])
    return account


def check_postings(postings: Sequence[PostingInput]) -> tuple[PostingInput, ...]:
    """The postings without those of zero.

    Raises UnbalancedEntry when they do not sum to zero per currency or none is left,
    BadAccountName, InvalidInput for an amount or currency that cannot be.
    """
    kept = tuple(p for p in postings if p.amount_minor != 0)
    if not kept:
        raise UnbalancedEntry()
    if len(kept) > MAX_POSTINGS:
        raise InvalidInput(field="postings")
    totals: dict[str, int] = defaultdict(int)
    for posting in kept:
        check_account(posting.account)
        check_amount(posting.amount_minor, posting.currency)
        totals[posting.currency] += posting.amount_minor
    if any(totals.values()):
        raise UnbalancedEntry()
    return kept


def check_amount(amount_minor: object, currency: str) -> None:
    """Raises InvalidInput for anything but a whole number of minor units of a currency."""
    if type(amount_minor) is not int or abs(amount_minor) > MAX_MINOR:
        raise InvalidInput(field="amount_minor")
    if not _CURRENCY.fullmatch(currency):
        raise InvalidInput(field="currency")


def canonical_time(value: datetime | None) -> str | None:
    """A moment as text: UTC, always with microseconds."""
    return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")


def digest_entry(
    *,
    entry_id: UUID,
    texts: Sequence[str | None],
    times: Sequence[datetime | None],
    postings: Iterable[PostingView],
) -> str:
    """SHA-256 of everything an entry says, its postings in their order."""
    body = [
        str(entry_id),
        list(texts),
        [canonical_time(t) for t in times],
        [[p.account, p.amount_minor, p.currency, p.is_pending] for p in postings],
    ]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def link_digest(number: int, previous: str, entry_digest: str) -> str:
    """SHA-256 that ties link `number` of the chain to the one before it."""
    return hashlib.sha256(f"{number}|{previous}|{entry_digest}".encode()).hexdigest()
