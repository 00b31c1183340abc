"""Postings, entries, holds and balances as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Phase(StrEnum):
    """What an entry is: final at once, or one step in the life of a hold."""

    BOOKED = "booked"
    PENDING = "pending"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


class HoldStatus(StrEnum):
    """Where a hold stands; derived from the entry that ended it, if any."""

    PENDING = "pending"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PostingInput:
    """A signed amount on an account: positive adds to its balance, negative takes from it."""

    account: str
    amount_minor: int
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class PostingView:
    """One line of an entry; a pending one moves what is held, not what is there."""

    account: str
    amount_minor: int
    currency: str
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with its postings, which sum to zero in each currency."""

    id: UUID
    business_ref: str
    kind: str
    at: datetime
    postings: tuple[PostingView, ...]
    phase: Phase = Phase.BOOKED
    resolves_id: UUID | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One posting together with the entry it belongs to."""

    account: str
    amount_minor: int
    currency: str
    is_pending: bool
    entry_id: UUID
    business_ref: str
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldView:
    """An amount set aside on an account until it is posted, voided or expires."""

    id: UUID
    business_ref: str
    account: str
    amount_minor: int
    currency: str
    status: HoldStatus
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """What is on an account, what of it is held, and what may be spent."""

    posted_minor: int
    held_minor: int
    currency: str = "CNY"

    @property
    def available_minor(self) -> int:
        """Posted less held."""
        return self.posted_minor - self.held_minor


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest link of the hash chain; kept elsewhere, it proves that nothing was cut off."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a recomputation of the whole chain found."""

    entries: int
    sealed: int
    waiting: int
    problems: tuple[str, ...]
    head: ChainHead | None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; entries still waiting for their seal are not a fault."""
        return not self.problems
