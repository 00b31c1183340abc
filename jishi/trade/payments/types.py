"""Payments and refunds as they cross the door; the ports to providers and to consumers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jishi.foundation.ledger.types import PostingInput


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


class ChargeStatus(StrEnum):
    """What a provider says of a charge."""

    MISSING = "missing"
    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ProviderState:
    """A provider's answer to a query; the amount is what it has taken."""

    status: ChargeStatus
    amount_minor: int = 0
    currency: str = ""
    provider_payment_id: str = ""


@dataclass(frozen=True, slots=True)
class RefundState:
    """A provider's answer about a refund."""

    status: RefundStatus
    provider_refund_id: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRef:
    """What a verified notice is about; nothing else in it is believed."""

    notice_id: str
    payment_id: UUID


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What a provider is asked to give back; the same id again is the same refund."""

    refund_id: UUID
    payment_id: UUID
    amount_minor: int
    currency: str
    reason: str


class SandboxButton(StrEnum):
    """The buttons of the sandbox provider's page."""

    PAY = "pay"
    DECLINE = "decline"
    PAY_LATE = "pay_late"
    CLOSE = "close"


class SandboxNotices(StrEnum):
    """How the sandbox provider's notices behave."""

    ONCE = "once"
    TWICE = "twice"
    OUT_OF_ORDER = "out_of_order"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SandboxView:
    """A charge as the sandbox provider's page shows it."""

    ref: str
    amount_minor: int
    currency: str
    description: str
    state: str  # open, declined, late, paid, closed
    return_url: str


class PaymentProvider(Protocol):
    """A payment provider. Each method may use the network, so it runs outside transactions.

    All raise ProviderUnavailable when the provider cannot be asked now. Payment and refund ids
    of ours are the merchant's numbers there: asking twice for the same never does it twice.
    """

    code: str

    def start(self, payment: PaymentView, *, return_url: str, notify_url: str) -> str:
        """Open the charge, or find it; gives the address of the page where it is paid."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify a notice; raises ForgedNotice."""
        ...

    def query(self, payment_id: UUID) -> ProviderState:
        """What has become of the charge."""
        ...

    def close(self, payment_id: UUID) -> ProviderState:
        """Refuse further payment of the charge; gives what has become of it, paid perhaps."""
        ...

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back, once per refund id."""
        ...

    def query_refund(self, refund_id: UUID) -> RefundState | None:
        """What has become of a refund; None when the provider never heard of it."""
        ...


class PaymentConsumer(Protocol):
    """Whoever opens payments under a prefix of references, and takes the money when it comes."""

    prefix: str

    def on_paid(self, payment: PaymentView) -> Sequence[PostingInput] | None:
        """Deliver what was paid for, inside the booking transaction.

        Gives the credits: postings that sum to the payment's amount. None, or a DomainError,
        says that it is too late; the money then goes back at once, and nothing written here is
        kept. Lock your own rows first: of two calls at once only one is booked.
        """
        ...


_consumers: dict[str, PaymentConsumer] = {}


def register_consumer(consumer: PaymentConsumer) -> None:
    """Called in the consumer's `AppConfig.ready`; the last one of a prefix counts."""
    _consumers[consumer.prefix] = consumer


def find_consumer(reference: str) -> PaymentConsumer | None:
    """Who takes the money of this reference."""
    return _consumers.get(reference.partition(":")[0])
