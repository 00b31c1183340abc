"""Facts about settlements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SettlementScheduled(Event):
    """The day is known on which an order's money leaves escrow."""

    NAME: ClassVar[str] = "settlement.settlement_scheduled"
    order_id: UUID
    shop_id: UUID
    release_at: datetime


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event):
    """Escrow has paid the shop, the platform and every payee."""

    NAME: ClassVar[str] = "settlement.order_settled"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    currency: str
    base_minor: int
    fee_minor: int
    shop_minor: int


@dataclass(frozen=True, kw_only=True)
class SettlementCancelled(Event):
    """The order ended; nobody is paid."""

    NAME: ClassVar[str] = "settlement.settlement_cancelled"
    order_id: UUID
    shop_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundedLine:
    """What a refund gives back of one line; a quantity of zero means money only."""

    line_id: UUID
    quantity: int
    buyer_minor: int


@dataclass(frozen=True, kw_only=True)
class OrderRefunded(Event):
    """A part of an order goes back to its buyer, and the platform's part of it to the platform."""

    NAME: ClassVar[str] = "settlement.order_refunded"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    refund_id: UUID
    business_ref: str
    currency: str
    buyer_minor: int
    platform_minor: int
    freight_minor: int
    lines: tuple[RefundedLine, ...]


@dataclass(frozen=True, kw_only=True)
class RefundArrived(Event):
    """The provider has given a refund of an order to the buyer."""

    NAME: ClassVar[str] = "settlement.refund_arrived"
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    refund_id: UUID
    business_ref: str
    currency: str
    buyer_minor: int


@dataclass(frozen=True, kw_only=True)
class ShareTakenBack(Event):
    """A payee's share became smaller by a refund; settled money was taken back from its account."""

    NAME: ClassVar[str] = "settlement.share_taken_back"
    share_id: UUID
    order_id: UUID
    line_id: UUID
    payee: str
    role: str
    currency: str
    amount_minor: int
    was_settled: bool


@dataclass(frozen=True, kw_only=True)
class PayoutAccountChecked(Event):
    """The bank has said whether an account is its holder's."""

    NAME: ClassVar[str] = "settlement.payout_account_checked"
    account_id: UUID
    owner_kind: str
    owner_id: UUID
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class PayoutRequested(Event):
    """Somebody wants money paid out; it is held for that from now on."""

    NAME: ClassVar[str] = "settlement.payout_requested"
    payout_id: UUID
    owner_kind: str
    owner_id: UUID
    amount_minor: int
    currency: str
    needs_review: bool


@dataclass(frozen=True, kw_only=True)
class PayoutSucceeded(Event):
    """The money has left the market."""

    NAME: ClassVar[str] = "settlement.payout_succeeded"
    payout_id: UUID
    owner_kind: str
    owner_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PayoutFailed(Event):
    """The provider refused for good; the money is its owner's again."""

    NAME: ClassVar[str] = "settlement.payout_failed"
    payout_id: UUID
    owner_kind: str
    owner_id: UUID
    amount_minor: int
    currency: str
    message: str


@dataclass(frozen=True, kw_only=True)
class PayoutCancelled(Event):
    """A payout was called back before it was sent."""

    NAME: ClassVar[str] = "settlement.payout_cancelled"
    payout_id: UUID
    owner_kind: str
    owner_id: UUID
    amount_minor: int
    currency: str
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReserveReleased(Event):
    """What was set aside of an order is the shop's to use."""

    NAME: ClassVar[str] = "settlement.reserve_released"
    order_id: UUID
    shop_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class FeeRuleSet(Event):
    """The fee of a category changes for orders paid from a moment on."""

    NAME: ClassVar[str] = "settlement.fee_rule_set"
    category: str
    rate_ppm: int
    valid_from: datetime


@dataclass(frozen=True, kw_only=True)
class IncentiveGranted(Event):
    """Somebody got money out of a fund of the platform's."""

    NAME: ClassVar[str] = "settlement.incentive_granted"
    grant_id: UUID
    fund: str
    payee: str
    amount_minor: int
    currency: str
    reason: str
