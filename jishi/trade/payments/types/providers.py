"""The port to payment providers: how a payer proceeds, what a provider says, what it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jishi.trade.payments.types.bills import BillLine
from jishi.trade.payments.types.disputes import DisputeState
from jishi.trade.payments.types.payments import PaymentView, RefundStatus


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class ProviderCode(StrEnum):
    """The providers that this market knows; which of them it offers is a matter of settings."""

    WECHATPAY = "wechatpay"
    ALIPAY = "alipay"
    STRIPE = "stripe"
    SANDBOX = "sandbox"

    @property
    def label(self) -> str:
        """Its name as a payer reads it, in English: a message to translate."""
        return _PROVIDER_LABELS[self]

    @property
    def about(self) -> str:
        """How one pays there, in a few words: a message to translate."""
        return _PROVIDER_ABOUT[self]


_PROVIDER_LABELS = {
    ProviderCode.WECHATPAY: _("WeChat Pay"),
    ProviderCode.ALIPAY: _("Alipay"),
    ProviderCode.STRIPE: _("Card or wallet"),
    ProviderCode.SANDBOX: _("Sandbox payment"),
}
_PROVIDER_ABOUT = {
    ProviderCode.WECHATPAY: _("Scan a code, or pay in WeChat"),
    ProviderCode.ALIPAY: _("On Alipay's own page"),
    ProviderCode.STRIPE: _("On the page of Stripe"),
    ProviderCode.SANDBOX: _("Test money, nothing is really paid"),
}


class Terminal(StrEnum):
    """Where the payer sits; a provider offers another way to pay for each."""

    DESKTOP = "desktop"
    PHONE = "phone"
    WECHAT = "wechat"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Visit:
    """The payer on the way to a provider; `openid` is theirs in the market's WeChat account."""

    terminal: Terminal = Terminal.DESKTOP
    ip: str = "127.0.0.1"
    openid: str = ""


class ProceedKind(StrEnum):
    """How the payer goes on."""

    REDIRECT = "redirect"
    QR = "qr"
    JSAPI = "jsapi"
    CLIENT_SECRET = "client_secret"  # noqa: S105  # a kind, not a secret


@dataclass(frozen=True, slots=True)
class Proceed:
    """What the payer does next, and what the provider calls the charge.

    `url` is a page to go to, or what a QR code says; `params` are for a script or an app.
    """

    kind: ProceedKind
    url: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    provider_ref: str = ""


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
    """A provider's answer about a refund; still requested with a message: not now, ask again."""

    status: RefundStatus
    provider_refund_id: str = ""
    message: str = ""


class NoticeSubject(StrEnum):
    """What a notice makes us ask about."""

    PAYMENT = "payment"
    REFUND = "refund"
    DISPUTE = "dispute"
    NOTHING = "nothing"


class NoticeOutcome(StrEnum):
    """What we did with a notice."""

    ACCEPTED = "accepted"
    FORGED = "forged"
    STALE = "stale"
    FOREIGN = "foreign"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS = {
    NoticeOutcome.ACCEPTED: _("Kept: the provider was asked"),
    NoticeOutcome.FORGED: _("Refused: not signed by the provider"),
    NoticeOutcome.STALE: _("Refused: too old"),
    NoticeOutcome.FOREIGN: _("Refused: for another merchant"),
    NoticeOutcome.MISMATCH: _("Refused: another amount or currency"),
    NoticeOutcome.UNKNOWN: _("Refused: we know no such payment"),
}


@dataclass(frozen=True, slots=True)
class NoticeRef:
    """What a verified notice is about; the rest of it is compared, never believed.

    A dispute is named by `dispute_ref` and, as the provider calls them, by its payment.
    """

    notice_id: str
    subject: NoticeSubject = NoticeSubject.PAYMENT
    payment_id: UUID | None = None
    attempt: int = 1
    refund_id: UUID | None = None
    dispute_ref: str = ""
    provider_payment_id: str = ""
    amount_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What a provider is asked to give back; the same id again is the same refund."""

    refund_id: UUID
    payment: PaymentView
    amount_minor: int
    total_minor: int  # what the charge has taken
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """What a provider wants to hear once its notice is kept; anything else and it sends again."""

    status: int = 204
    body: str = ""


class PaymentProvider(Protocol):
    """A payment provider. Each method may use the network, so it runs outside transactions.

    All raise ProviderUnavailable when the provider cannot be asked now. Payment (with its
    attempt) and refund ids of ours are the merchant's numbers there: asking twice for the same
    never does it twice.
    """

    code: str
    notice_answer: NoticeAnswer

    @property
    def bill_zone(self) -> str:
        """The time zone in which the days of its bills begin."""
        ...

    def start(
        self, payment: PaymentView, *, visit: Visit, return_url: str, notify_url: str
    ) -> Proceed:
        """Open the charge, or find it; raises ProviderRefused."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> NoticeRef:
        """Verify a notice; raises ForgedNotice, StaleNotice, ForeignNotice."""
        ...

    def query(self, payment: PaymentView) -> ProviderState:
        """What has become of the charge."""
        ...

    def close(self, payment: PaymentView) -> ProviderState:
        """Refuse further payment of the charge; gives what has become of it, paid perhaps."""
        ...

    def refund(self, order: RefundOrder) -> RefundState:
        """Give money back, once per refund id."""
        ...

    def query_refund(self, order: RefundOrder) -> RefundState | None:
        """What has become of a refund; None when the provider never heard of it."""
        ...

    def query_dispute(self, dispute_ref: str) -> DisputeState | None:
        """What has become of a chargeback; None where there is none of this name."""
        ...

    def send_evidence(self, dispute_ref: str, text: str) -> DisputeState | None:
        """Answer a chargeback; gives what has become of it."""
        ...

    def fetch_bill(self, day: date) -> Sequence[BillLine]:
        """The money that moved on a day, as the provider counts it; raises BillNotReady."""
        ...
