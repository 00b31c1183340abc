"""Facts about deposits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DepositPaid(Event):
    """A shop paid into its deposit."""

    NAME: ClassVar[str] = "deposits.deposit_paid"
    shop_id: UUID
    top_up_id: UUID
    amount_minor: int
    balance_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class DepositShort(Event):
    """A shop's deposit fell below what its categories ask for."""

    NAME: ClassVar[str] = "deposits.deposit_short"
    shop_id: UUID
    balance_minor: int
    required_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class DepositReturned(Event):
    """A closed shop got its deposit back."""

    NAME: ClassVar[str] = "deposits.deposit_returned"
    shop_id: UUID
    amount_minor: int
    currency: str
