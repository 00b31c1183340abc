"""Payments. Amounts are minor units of `currency`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict
from jishi.trade.payments.types import Terminal


class ProviderOut(Strict):
    """A payment provider that the market offers."""

    code: str
    name: str


class PaymentOut(Strict):
    """One payment: pending, paid or closed."""

    id: UUID
    status: str
    provider: str
    amount_minor: int
    refunded_minor: int
    currency: str
    expires_at: datetime
    paid_at: datetime | None
    closed_at: datetime | None


class StartIn(Strict):
    """Through whom and from where; `openid` is needed to pay inside WeChat."""

    provider: Annotated[str, Field(max_length=20)] | None = None
    terminal: Terminal = Terminal.DESKTOP
    openid: Annotated[str, Field(max_length=128)] = ""


class ProceedOut(Strict):
    """How the payer goes on."""

    kind: str
    url: str
    params: dict[str, str]
