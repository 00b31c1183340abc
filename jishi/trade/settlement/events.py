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
