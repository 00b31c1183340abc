"""Payments and refunds as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class PaymentStatus(StrEnum):
    """Where a payment stands."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _PAYMENT_LABELS[self]


_PAYMENT_LABELS = {
    PaymentStatus.PENDING: _("Waiting for payment"),
    PaymentStatus.PAID: _("Paid"),
    PaymentStatus.CLOSED: _("Closed without payment"),
}


class RefundStatus(StrEnum):
    """Where a refund stands; the money left its escrow when it was requested."""

    REQUESTED = "requested"
    SUCCEEDED = "succeeded"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _REFUND_LABELS[self]


_REFUND_LABELS = {
    RefundStatus.REQUESTED: _("On its way back"),
    RefundStatus.SUCCEEDED: _("Refunded"),
    RefundStatus.FAILED: _("Refused by the provider"),
}


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One payment of one thing, e.g. reference `checkout:<uuid>`."""

    id: UUID
    reference: str
    amount_minor: int
    currency: str
    provider: str
    status: PaymentStatus
    description: str
    payer_id: UUID
    expires_at: datetime
    paid_at: datetime | None
    closed_at: datetime | None
    refunded_minor: int  # asked back so far, whether the provider has done it or not
    attempt: int = 1  # another way to pay, or another provider, is another attempt
    provider_ref: str = ""  # what the provider calls the charge of this attempt
    provider_payment_id: str = ""  # what it calls the money

    @property
    def redirect_url(self) -> str:
        """Our own page that starts the charge and sends the payer on to the provider."""
        return f"/payments/go/{self.id}/"


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money on its way back to a payer."""

    id: UUID
    payment_id: UUID
    amount_minor: int
    currency: str
    status: RefundStatus
    reason: str
    business_ref: str
    requested_at: datetime
    ended_at: datetime | None
