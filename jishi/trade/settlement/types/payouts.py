"""Payouts as they cross the door, and the port to whoever sends the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jishi.trade.settlement.types.states import _


class OwnerKind(StrEnum):
    """Whose money is paid out."""

    SHOP = "shop"
    PERSON = "person"


class AccountStatus(StrEnum):
    """Whether money may be paid to an account."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    REJECTED = "rejected"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _ACCOUNT_LABELS[self]


_ACCOUNT_LABELS = {
    AccountStatus.UNVERIFIED: _("Being verified"),
    AccountStatus.VERIFIED: _("Verified"),
    AccountStatus.REJECTED: _("Not accepted by the bank"),
    AccountStatus.REMOVED: _("Taken off the list"),
}


class PayoutStatus(StrEnum):
    """Where a payout stands."""

    REQUESTED = "requested"
    REVIEWED = "reviewed"
    IN_TRANSIT = "in_transit"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _PAYOUT_LABELS[self]


_PAYOUT_LABELS = {
    PayoutStatus.REQUESTED: _("To be reviewed"),
    PayoutStatus.REVIEWED: _("About to be sent"),
    PayoutStatus.IN_TRANSIT: _("Being sent"),
    PayoutStatus.SUCCEEDED: _("Money paid out"),
    PayoutStatus.FAILED: _("Failed"),
    PayoutStatus.CANCELLED: _("Cancelled"),
}


class AttemptStatus(StrEnum):
    """What has become of one try."""

    SENT = "sent"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ReviewReason(StrEnum):
    """Why a payout is looked at by hand."""

    LARGE = "large"
    NEW_ACCOUNT = "new_account"
    OWES = "owes"

    @property
    def label(self) -> str:
        """The reason in English: a message to translate."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    ReviewReason.LARGE: _("A large amount"),
    ReviewReason.NEW_ACCOUNT: _("The account was added lately"),
    ReviewReason.OWES: _("The payee owes money to the market"),
}


@dataclass(frozen=True, slots=True)
class PayoutOwner:
    """A shop or a person, and the ledger account that its payouts come from."""

    kind: OwnerKind
    id: UUID

    @property
    def ledger_account(self) -> str:
        """Where the money is."""
        return f"{self.kind}:{self.id}:available"


@dataclass(frozen=True, slots=True)
class PayoutAccountView:
    """An account that money is paid to; of its number only the last digits are told."""

    id: UUID
    owner: PayoutOwner
    provider: str
    holder: str
    bank: str
    masked: str
    status: AccountStatus
    message: str
    added_at: datetime
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try to pay."""

    id: UUID
    number: int
    status: AttemptStatus
    message: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PayoutView:
    """A payout with its attempts; `account` is the account as it is now."""

    id: UUID
    owner: PayoutOwner
    account: PayoutAccountView
    amount_minor: int
    currency: str
    status: PayoutStatus
    review_reasons: tuple[ReviewReason, ...]
    message: str
    requested_at: datetime
    reviewed_at: datetime | None
    sent_at: datetime | None
    ended_at: datetime | None
    attempts: tuple[AttemptView, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """What a payout provider is asked to pay; the same attempt again is the same transfer."""

    attempt_id: UUID
    amount_minor: int
    currency: str
    holder: str
    bank: str
    number: str
    notify_url: str


@dataclass(frozen=True, slots=True)
class TransferState:
    """A provider's answer about a transfer; one that failed for now may be tried again."""

    status: AttemptStatus
    provider_ref: str = ""
    message: str = ""
    may_retry: bool = False


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """Whether a bank knows an account under this name."""

    is_good: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class TransferNotice:
    """What a verified notice is about; nothing else in it is believed."""

    notice_id: str
    attempt_id: UUID


class PayoutProvider(Protocol):
    """Whoever sends money out. Each method may use the network: it runs outside transactions.

    All raise ProviderUnavailable when the provider cannot be asked now.
    """

    code: str

    def check_account(self, holder: str, bank: str, number: str) -> AccountCheck:
        """Whether the bank knows the account under this name."""
        ...

    def send(self, order: TransferOrder) -> TransferState:
        """Pay, once per attempt id, however often it is asked."""
        ...

    def query(self, attempt_id: UUID) -> TransferState | None:
        """What has become of a transfer; None when the provider never heard of it."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> TransferNotice:
        """Verify a notice; raises ForgedNotice."""
        ...
