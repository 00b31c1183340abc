"""Terms of settlement as they cross the door: fees, reserves, tax data, the platform's funds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.settlement.types.states import _


class Fund(StrEnum):
    """What the platform gives out of its own pocket, each an account `platform:<fund>`."""

    SUBSIDY = "subsidy"
    INCENTIVES = "incentives"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _FUND_LABELS[self]

    @property
    def account(self) -> str:
        """The ledger account."""
        return f"platform:{self.value}"


_FUND_LABELS = {
    Fund.SUBSIDY: _("Subsidies of prices"),
    Fund.INCENTIVES: _("Incentives for creators and shops"),
}


@dataclass(frozen=True, slots=True)
class FeeRuleView:
    """The fee of a category from a moment on."""

    id: UUID
    category: str
    rate_ppm: int
    valid_from: datetime
    reason: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class ReserveView:
    """What is set aside of one order until when; `left_minor` is what was not taken for refunds."""

    order_id: UUID
    rate_ppm: int
    amount_minor: int
    left_minor: int
    release_at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaxDataView:
    """To whom the market makes out its invoices."""

    title: str
    tax_number: str
    address: str
    email: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    """A budget with what was granted of it."""

    id: UUID
    fund: Fund
    amount_minor: int
    granted_minor: int
    currency: str
    starts_at: datetime
    ends_at: datetime
    reason: str

    @property
    def left_minor(self) -> int:
        """What may still be granted."""
        return self.amount_minor - self.granted_minor


@dataclass(frozen=True, slots=True)
class FundReport:
    """What a fund has paid so far, by kind of ledger entry, and what came back."""

    fund: Fund
    currency: str
    spent_minor: int
    by_kind: tuple[tuple[str, int], ...]
    budgets: tuple[BudgetView, ...]


@dataclass(frozen=True, slots=True)
class ReceivableView:
    """What somebody owes since a refund took more than they had."""

    id: UUID
    debtor: str
    creditor: str
    currency: str
    amount_minor: int
    recovered_minor: int
    business_ref: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
