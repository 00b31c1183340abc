"""A provider's bill of a day, and what of it differs from our books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class BillKind(StrEnum):
    """What moved."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class BillLine:
    """One movement as the provider counts it; money to the market is positive.

    `our_id` is the payment's or refund's id where the bill names it. Fees are no movement of
    ours and stand apart in `fee_minor`.
    """

    kind: BillKind
    provider_ref: str
    our_id: UUID | None
    amount_minor: int
    currency: str
    is_done: bool = True
    fee_minor: int = 0
    attempt: int = 1  # of the payment

    @property
    def key(self) -> str:
        """What names it among all lines of a provider."""
        return f"{self.kind}:{self.provider_ref}"


@dataclass(frozen=True, slots=True)
class Movement:
    """The same, as our books have it; `ledger_minor` is what the clearing account says of it."""

    kind: BillKind
    id: UUID
    provider_ref: str
    amount_minor: int
    currency: str
    is_done: bool
    ledger_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference, before it is written down."""

    kind: DifferenceKind
    subject_kind: BillKind
    subject: str
    ours_minor: int
    theirs_minor: int
    currency: str


class DifferenceKind(StrEnum):
    """How the two sides differ."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    AMOUNT = "amount"
    STATUS = "status"
    LEDGER = "ledger"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DIFFERENCE_LABELS[self]


_DIFFERENCE_LABELS = {
    DifferenceKind.MISSING_HERE: _("On the bill, not in our books"),
    DifferenceKind.MISSING_THERE: _("In our books, not on the bill"),
    DifferenceKind.AMOUNT: _("Amounts differ"),
    DifferenceKind.STATUS: _("Another state"),
    DifferenceKind.LEDGER: _("The ledger says something else"),
}


class DifferenceStatus(StrEnum):
    """Whether somebody has dealt with it."""

    OPEN = "open"
    RESOLVED = "resolved"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    DifferenceStatus.OPEN: _("Not dealt with"),
    DifferenceStatus.RESOLVED: _("Resolved"),
}


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One thing that the provider's bill and our books do not agree about."""

    id: UUID
    provider: str
    day: date
    kind: DifferenceKind
    subject_kind: BillKind
    subject: str
    ours_minor: int
    theirs_minor: int
    currency: str
    status: DifferenceStatus
    note: str


@dataclass(frozen=True, slots=True)
class BillResult:
    """What comparing one day gave."""

    provider: str
    day: date
    line_count: int
    differences: tuple[DifferenceView, ...]
