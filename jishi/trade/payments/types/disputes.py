"""Chargebacks: the payer's bank takes the money back, and perhaps gives it up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class DisputeStatus(StrEnum):
    """Where a chargeback stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WON = "won"
    LOST = "lost"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DISPUTE_LABELS[self]


_DISPUTE_LABELS = {
    DisputeStatus.OPEN: _("Waits for evidence"),
    DisputeStatus.ANSWERED: _("With the bank"),
    DisputeStatus.WON: _("Won: the money is back"),
    DisputeStatus.LOST: _("Lost"),
}


@dataclass(frozen=True, slots=True)
class DisputeState:
    """What a provider says of a chargeback; `fee_minor` is taken on top of the amount.

    Amount and fee may together exceed the payment. Both are in `currency`.
    """

    dispute_ref: str
    provider_payment_id: str
    status: DisputeStatus
    amount_minor: int
    fee_minor: int
    currency: str
    reason: str
    evidence_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A chargeback as it may leave this room."""

    id: UUID
    payment_id: UUID
    reference: str
    provider: str
    dispute_ref: str
    status: DisputeStatus
    amount_minor: int
    fee_minor: int
    currency: str
    reason: str
    evidence: str
    evidence_due_at: datetime | None
    opened_at: datetime
    ended_at: datetime | None
