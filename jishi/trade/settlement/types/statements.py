"""Statements: what moved on a shop's accounts in a period, to the fen as the ledger has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.settlement.types.states import _
from jishi.trade.settlement.types.terms import TaxDataView


class StatementPeriod(StrEnum):
    """How long a statement is."""

    DAY = "day"
    MONTH = "month"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _PERIOD_LABELS[self]


_PERIOD_LABELS = {
    StatementPeriod.DAY: _("Day"),
    StatementPeriod.MONTH: _("Month"),
}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One posting on one of the shop's accounts, and what was on the account after it."""

    at: datetime
    kind: str
    account: str  # available, reserve or deposit
    amount_minor: int
    balance_minor: int
    order_number: str
    business_ref: str


@dataclass(frozen=True, slots=True)
class StatementOrder:
    """An order settled in the period, as it was divided; refunds after it lower the parts."""

    order_id: UUID
    order_number: str
    settled_at: datetime
    gross_minor: int
    refunded_minor: int
    fee_minor: int
    fee_tax_minor: int
    share_minor: int
    net_minor: int


@dataclass(frozen=True, slots=True)
class AccountSum:
    """An account over the period: `opening + in - out = closing`."""

    account: str
    opening_minor: int
    in_minor: int
    out_minor: int

    @property
    def closing_minor(self) -> int:
        """What was on it at the end."""
        return self.opening_minor + self.in_minor - self.out_minor


@dataclass(frozen=True, slots=True)
class Statement:
    """A shop's money over a day or a month; `until` is the first moment after it."""

    shop_id: UUID
    shop_name: str
    period: StatementPeriod
    first_day: date
    since: datetime
    until: datetime
    currency: str
    sums: tuple[AccountSum, ...]
    lines: tuple[StatementLine, ...]
    by_kind: tuple[tuple[str, int], ...]
    orders: tuple[StatementOrder, ...]
    tax_data: TaxDataView | None
    is_final: bool
