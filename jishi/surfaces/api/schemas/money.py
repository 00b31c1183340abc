"""Money of shops: balances, payouts, statements, who gets what. Amounts are minor units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict
from jishi.trade.settlement.types import (
    AccountStatus,
    AttemptStatus,
    PayoutStatus,
    ReviewReason,
    SettlementStatus,
    StatementPeriod,
)

Minor = Annotated[int, Field(ge=0, le=2**53)]


class ShopBalanceOut(Strict):
    """A shop's money: free, in escrow (and what of it the shop gets), set aside, deposited."""

    currency: str
    available_minor: int
    escrow_minor: int
    pending_minor: int
    reserve_minor: int
    deposit_minor: int


class PayoutAccountIn(Strict):
    """A bank account; the bank is asked about it."""

    holder: Annotated[str, Field(min_length=1, max_length=60)]
    bank: Annotated[str, Field(min_length=1, max_length=60)]
    number: Annotated[str, Field(min_length=8, max_length=40)]


class PayoutAccountOut(Strict):
    """An account; of its number only the last digits are told."""

    id: UUID
    provider: str
    holder: str
    bank: str
    masked: str
    status: AccountStatus
    message: str
    added_at: datetime
    verified_at: datetime | None


class PayoutIn(Strict):
    """How much to pay out to which verified account."""

    account_id: UUID
    amount_minor: Annotated[int, Field(gt=0, le=2**53)]


class AttemptOut(Strict):
    """One try to pay."""

    number: int
    status: AttemptStatus
    message: str
    started_at: datetime
    ended_at: datetime | None


class PayoutOut(Strict):
    """A payout; `review_reasons` say why it waits for the market, if it does."""

    id: UUID
    account_id: UUID
    amount_minor: int
    currency: str
    status: PayoutStatus
    review_reasons: list[ReviewReason]
    message: str
    requested_at: datetime
    reviewed_at: datetime | None
    sent_at: datetime | None
    ended_at: datetime | None
    attempts: list[AttemptOut]


class AccountSumOut(Strict):
    """`opening + in - out = closing`, as the ledger has it."""

    account: str
    opening_minor: int
    in_minor: int
    out_minor: int
    closing_minor: int


class StatementLineOut(Strict):
    """One posting on one of the shop's accounts, and what was on it afterwards."""

    at: datetime
    kind: str
    account: str
    amount_minor: int
    balance_minor: int
    order_number: str
    business_ref: str


class StatementOut(Strict):
    """A shop's money over a day or a month; final when the period is over."""

    period: StatementPeriod
    first_day: date
    since: datetime
    until: datetime
    currency: str
    is_final: bool
    sums: list[AccountSumOut]
    lines: list[StatementLineOut]


class MoneyPartOut(Strict):
    """What one payee has of an order: gross, less each deduction, is net."""

    payee: str
    role: str
    gross_minor: int
    deductions: dict[str, int]
    net_minor: int
    release_at: datetime | None


class MoneyPageOut(Strict):
    """Who gets what of a paid order, and when."""

    order_id: UUID
    status: SettlementStatus
    currency: str
    gross_minor: int
    refunded_minor: int
    escrow_minor: int
    release_at: datetime | None
    settled_at: datetime | None
    parts: list[MoneyPartOut]


class RefundLineIn(Strict):
    """So many of a line, and what the buyer would get for them."""

    line_id: UUID
    quantity: Annotated[int, Field(ge=0, le=9999)] = 0
    amount_minor: Minor


class SimulateIn(Strict):
    """A refund to be thought through."""

    lines: Annotated[list[RefundLineIn], Field(max_length=50)]
    freight_minor: Minor = 0


class EffectOut(Strict):
    """What the refund would do to one payee, and the accounts it would be taken from."""

    account: str
    role: str
    before_minor: int
    back_minor: int
    after_minor: int
    taken_from: dict[str, int]


class SimulationOut(Strict):
    """A refund thought through to the end; nothing of it is done."""

    order_id: UUID
    currency: str
    is_settled: bool
    buyer_minor: int
    platform_minor: int
    freight_minor: int
    parts: list[EffectOut]
