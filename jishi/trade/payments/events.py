"""Facts about payments."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PaymentPaid(Event):
    """The money is here and in escrow."""

    NAME = "payments.payment_paid"
    payment_id: UUID
    reference: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentClosed(Event):
    """It will not be paid any more; money that still comes goes back."""

    NAME = "payments.payment_closed"
    payment_id: UUID
    reference: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundSucceeded(Event):
    """The provider has given the money back."""

    NAME = "payments.refund_succeeded"
    refund_id: UUID
    payment_id: UUID
    reference: str
    business_ref: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class RefundFailed(Event):
    """The provider refused; the money waits in escrow for an operator."""

    NAME = "payments.refund_failed"
    refund_id: UUID
    payment_id: UUID
    reference: str
    business_ref: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ChargebackOpened(Event):
    """The payer's bank has taken money back through the provider, with a fee on top.

    Amount and fee have left the provider's account; together they may exceed the payment.
    """

    NAME = "payments.chargeback_opened"
    dispute_id: UUID
    payment_id: UUID
    reference: str
    provider: str
    amount_minor: int
    fee_minor: int
    currency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChargebackWon(Event):
    """The bank gave the money up again; the fee as well where `fee_returned_minor` says so."""

    NAME = "payments.chargeback_won"
    dispute_id: UUID
    payment_id: UUID
    reference: str
    provider: str
    amount_minor: int
    fee_returned_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ChargebackLost(Event):
    """The money stays with the payer; nothing moves any more."""

    NAME = "payments.chargeback_lost"
    dispute_id: UUID
    payment_id: UUID
    reference: str
    provider: str
    amount_minor: int
    fee_minor: int
    currency: str
