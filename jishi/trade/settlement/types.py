"""Settlements, shares and the money page as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class SettlementStatus(StrEnum):
    """Where the money of an order is."""

    HELD = "held"
    SETTLED = "settled"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    SettlementStatus.HELD: _("Held in escrow"),
    SettlementStatus.SETTLED: _("Settled"),
    SettlementStatus.CANCELLED: _("Given back"),
}


class ShareStatus(StrEnum):
    """Where somebody's share of an order is."""

    PENDING = "pending"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class PartRole(StrEnum):
    """Why somebody has a part of an order's money; shares bring roles of their own besides."""

    SHOP = "shop"
    PLATFORM = "platform"
    BUYER = "buyer"
    SUBSIDY = "subsidy"


@dataclass(frozen=True, slots=True)
class ShareView:
    """A payee's share of an order: commission, recruitment, agency."""

    id: UUID
    payee: str
    role: str
    rate_ppm: int
    base_minor: int
    amount_minor: int
    status: ShareStatus


@dataclass(frozen=True, slots=True)
class SettlementView:
    """An order's money; fee and shop's part are expected ones while it is held."""

    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    status: SettlementStatus
    currency: str
    gross_minor: int
    refunded_minor: int
    fee_rate_ppm: int
    fee_minor: int
    shop_minor: int
    opened_at: datetime
    release_at: datetime | None
    settled_at: datetime | None
    shares: tuple[ShareView, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """How an amount is divided; the parts sum to the whole."""

    base_minor: int
    fee_minor: int
    share_minor: tuple[int, ...]
    shop_minor: int


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """What one payee has of an order: gross, less each deduction, is net."""

    payee: str  # name of the ledger account
    role: str
    gross_minor: int
    deductions: tuple[tuple[str, int], ...]  # (role of whom it goes to, amount)
    net_minor: int
    release_at: datetime | None
    status: SettlementStatus


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One movement of an order's money, as the ledger has it."""

    at: datetime
    kind: str
    account: str
    amount_minor: int
    business_ref: str


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Every payee of an order, every deduction, and the ledger's lines behind them."""

    order_id: UUID
    order_number: str
    currency: str
    status: SettlementStatus
    gross_minor: int
    refunded_minor: int
    escrow_minor: int
    release_at: datetime | None
    settled_at: datetime | None
    parts: tuple[MoneyPart, ...]
    lines: tuple[MoneyLine, ...]


@dataclass(frozen=True, slots=True)
class ShopBalance:
    """A shop's money: free to be paid out, in escrow for orders on their way, set aside."""

    currency: str
    available_minor: int
    escrow_minor: int  # what buyers of unsettled orders have paid
    pending_minor: int  # what of it the shop will get
    reserve_minor: int
    deposit_minor: int
