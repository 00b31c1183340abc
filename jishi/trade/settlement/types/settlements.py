"""Settlements, their lines and shares, and the money page as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.trade.settlement.types.states import SettlementStatus, ShareRole, ShareStatus


@dataclass(frozen=True, slots=True)
class ShareView:
    """A payee's share of an order line: commission, recruitment, agency.

    `amount_minor` is what is left of it: refunds lower it together with `base_minor`.
    """

    id: UUID
    line_id: UUID
    payee: str
    role: ShareRole
    rate_ppm: int
    base_minor: int
    amount_minor: int
    status: ShareStatus
    promised_minor: int
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineMoneyInput:
    """What a line brings into escrow when its order is paid; the platform's part is in gross."""

    line_id: UUID
    quantity: int
    gross_minor: int  # total less the shop's own discount
    platform_minor: int  # of it, what the platform pays for the buyer
    category: str = ""

    @property
    def payable_minor(self) -> int:
        """What the buyer has paid for the line."""
        return self.gross_minor - self.platform_minor


@dataclass(frozen=True, slots=True)
class LineView:
    """The money of one order line; base is what is left of it, fee and shop's part are of base."""

    line_id: UUID
    category: str
    quantity: int
    refunded_quantity: int
    gross_minor: int
    payable_minor: int
    platform_minor: int
    refunded_minor: int
    refunded_platform_minor: int
    fee_rate_ppm: int
    fee_minor: int
    shop_minor: int

    @property
    def base_minor(self) -> int:
        """What was not given back of the line."""
        return self.gross_minor - self.refunded_minor - self.refunded_platform_minor

    @property
    def left_minor(self) -> int:
        """What the buyer can still get back."""
        return self.payable_minor - self.refunded_minor


@dataclass(frozen=True, slots=True)
class SettlementView:
    """An order's money; fee and shop's part are expected ones while it is held.

    `gross_minor` is what came into escrow: of buyer and platform, freight included.
    `refunded_minor` is what left again, to both. The shop's part includes the freight.
    `blocked_by` are the references of what keeps the money from being released.
    """

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
    platform_minor: int = 0
    freight_minor: int = 0
    refunded_platform_minor: int = 0
    refunded_freight_minor: int = 0
    blocked_by: tuple[str, ...] = ()
    lines: tuple[LineView, ...] = ()

    @property
    def base_minor(self) -> int:
        """What is left to be divided, or was divided."""
        return self.gross_minor - self.refunded_minor


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
