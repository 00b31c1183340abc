"""What crosses the doors of deposits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class TopUpStatus(StrEnum):
    """Where a payment into a deposit stands."""

    PENDING = "pending"
    PAID = "paid"
    CLOSED = "closed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _LABELS[self]


_LABELS = {
    TopUpStatus.PENDING: _("Waiting for payment"),
    TopUpStatus.PAID: _("Paid in"),
    TopUpStatus.CLOSED: _("Closed without payment"),
    TopUpStatus.RETURNED: _("Given back"),
}


@dataclass(frozen=True, slots=True)
class TopUpView:
    """One payment into a shop's deposit; `returned_minor` went back at the shop's end."""

    id: UUID
    shop_id: UUID
    amount_minor: int
    returned_minor: int
    currency: str
    status: TopUpStatus
    payment_id: UUID | None
    opened_at: datetime
    paid_at: datetime | None

    @property
    def pay_url(self) -> str:
        """Where it is paid; empty when there is nothing to pay."""
        is_open = self.status is TopUpStatus.PENDING and self.payment_id is not None
        return f"/payments/go/{self.payment_id}/" if is_open else ""


@dataclass(frozen=True, slots=True)
class DepositView:
    """A shop's deposit: what is there, what its categories ask for, when it may be withdrawn.

    `required_minor` is the highest demand of the categories that it sells in. `free_at` is set
    once the shop is closed; `is_busy` while orders of it are unfinished.
    """

    shop_id: UUID
    currency: str
    balance_minor: int
    required_minor: int
    demands: tuple[tuple[str, int], ...]
    free_at: datetime | None
    is_busy: bool

    @property
    def short_minor(self) -> int:
        """What is missing."""
        return max(0, self.required_minor - self.balance_minor)
