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
