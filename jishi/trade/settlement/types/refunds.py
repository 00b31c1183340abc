"""Refunds of a part of an order, thought through and done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RefundItem:
    """So many of a line to be given back; `amount_minor` is what the buyer gets for them."""

    line_id: UUID
    quantity: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RefundableLine:
    """What a buyer can still get back for a line."""

    line_id: UUID
    quantity_left: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Refundable:
    """What a buyer can still get back of an order."""

    order_id: UUID
    currency: str
    lines: tuple[RefundableLine, ...]
    freight_left_minor: int

    def line(self, line_id: UUID) -> RefundableLine | None:
        """The line, or None when it is not of this order."""
        return next((line for line in self.lines if line.line_id == line_id), None)


@dataclass(frozen=True, slots=True)
class PartEffect:
    """What a refund does to one payee: had before, gives back, has after.

    `taken_from` names the accounts that the money comes from: the payee's own first.
    """

    account: str
    role: str
    before_minor: int
    back_minor: int
    taken_from: tuple[tuple[str, int], ...]

    @property
    def after_minor(self) -> int:
        """What the payee keeps."""
        return self.before_minor - self.back_minor


@dataclass(frozen=True, slots=True)
class RefundSimulation:
    """A refund thought through to the end, nothing of it done."""

    order_id: UUID
    currency: str
    is_settled: bool
    buyer_minor: int  # to the buyer, freight included
    platform_minor: int  # back to the platform, which paid a part for the buyer
    freight_minor: int
    parts: tuple[PartEffect, ...]


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """A refund that is booked; the money reaches the buyer through the payment's provider."""

    id: UUID
    order_id: UUID
    payment_refund_id: UUID | None  # None when the buyer had paid nothing of it
    business_ref: str
    buyer_minor: int
    platform_minor: int
    requested_at: datetime
    arrived_at: datetime | None
