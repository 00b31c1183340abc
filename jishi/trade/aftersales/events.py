"""Facts about after-sales and disputes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AfterSaleRequested(Event):
    """A buyer asks for money or goods; the shop is to answer, its silence is consent."""

    NAME: ClassVar[str] = "aftersales.after_sale_requested"
    after_sale_id: UUID
    order_id: UUID
    line_id: UUID
    product_id: UUID
    shop_id: UUID
    buyer_id: UUID
    kind: str
    reason: str
    quantity: int
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class AfterSaleMoved(Event):
    """A case took a step; `due_at` is when the next one happens by itself."""

    NAME: ClassVar[str] = "aftersales.after_sale_moved"
    after_sale_id: UUID
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    kind: str
    source: str
    target: str
    by: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AfterSaleRefunded(Event):
    """Money of a line goes back to its buyer; `fault` is whose fault the reason names."""

    NAME: ClassVar[str] = "aftersales.after_sale_refunded"
    after_sale_id: UUID
    order_id: UUID
    line_id: UUID
    product_id: UUID
    shop_id: UUID
    buyer_id: UUID
    kind: str
    reason: str
    fault: str
    quantity: int
    refunded_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ReturnCounted(Event):
    """Returned goods were counted: fit for sale (on the shelf again) and damaged."""

    NAME: ClassVar[str] = "aftersales.return_counted"
    after_sale_id: UUID
    shop_id: UUID
    sku_id: UUID
    sellable: int
    damaged: int


@dataclass(frozen=True, kw_only=True)
class EvidenceGiven(Event):
    """A side of a case has said or shown something."""

    NAME: ClassVar[str] = "aftersales.evidence_given"
    after_sale_id: UUID
    shop_id: UUID
    buyer_id: UUID
    side: str


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Event):
    """A buyer asks the market to decide."""

    NAME: ClassVar[str] = "aftersales.dispute_opened"
    dispute_id: UUID
    after_sale_id: UUID
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class DisputeMoved(Event):
    """A dispute took a step; `due_at` is when the next one is due."""

    NAME: ClassVar[str] = "aftersales.dispute_moved"
    dispute_id: UUID
    after_sale_id: UUID
    shop_id: UUID
    buyer_id: UUID
    source: str
    target: str
    by: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DisputeRuled(Event):
    """An operator has decided: what is given back, and whose fault it was."""

    NAME: ClassVar[str] = "aftersales.dispute_ruled"
    dispute_id: UUID
    after_sale_id: UUID
    order_id: UUID
    shop_id: UUID
    buyer_id: UUID
    outcome: str
    liability: str
    amount_minor: int
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class RulingOverdue(Event):
    """The market did not decide a dispute in the time it set itself."""

    NAME: ClassVar[str] = "aftersales.ruling_overdue"
    dispute_id: UUID
    after_sale_id: UUID
    due_at: datetime
