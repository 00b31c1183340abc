"""After-sales and disputes. Amounts are minor units of `currency`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict
from jishi.surfaces.api.schemas.trade import NextStepOut, Quantity, Short
from jishi.trade.aftersales.types import AfterSaleKind, Reason

Minor = Annotated[int, Field(ge=0, le=2**53)]
Long = Annotated[str, Field(max_length=1000)]
Assets = Annotated[list[UUID], Field(max_length=9)]


class EvidenceIn(Strict):
    """What a side has to say; `asset_ids` are pictures and videos of the caller's own."""

    text: Long = ""
    asset_ids: Assets = []


class ApplyIn(EvidenceIn):
    """What is asked for about so many of an order line; without amount all that they cost."""

    line_id: UUID
    kind: AfterSaleKind
    reason: Reason
    quantity: Quantity = 1
    amount_minor: Annotated[int, Field(ge=1, le=2**53)] | None = None


class TermsIn(Strict):
    """Other terms that a shop offers."""

    kind: AfterSaleKind
    amount_minor: Minor
    freight_minor: Minor = 0
    note: Short


class ReasonIn(Strict):
    """Why; the other side reads it."""

    reason: Long


class CountIn(Strict):
    """Returned pieces: fit for sale (back on the shelf) and damaged; together all of them."""

    sellable: Annotated[int, Field(ge=0, le=9999)]
    damaged: Annotated[int, Field(ge=0, le=9999)] = 0


class ReturnAddressIn(Strict):
    """Where a shop wants its goods back."""

    name: Short
    phone: Short
    region: Short
    street: Short
    postcode: Short = ""


class ReturnAddressOut(Strict):
    """Where a shop wants its goods back."""

    name: str
    phone: str
    region: str
    street: str
    postcode: str


class EvidenceOut(Strict):
    """What a side said and showed."""

    side: str
    text: str
    picture_urls: list[str]
    video_ids: list[str]
    in_dispute: bool
    at: datetime


class OfferOut(Strict):
    """Other terms; `answer` is accepted, refused, lapsed, or empty while the buyer thinks."""

    number: int
    kind: str
    amount_minor: int
    freight_minor: int
    note: str
    answer: str
    at: datetime


class RulingOut(Strict):
    """What the market decided; the second ruling is the answer to an appeal."""

    number: int
    outcome: str
    liability: str
    amount_minor: int
    freight_minor: int
    reason: str
    at: datetime


class DisputeOut(Strict):
    """A dispute about a case."""

    id: UUID
    number: int
    status: str
    claim: str
    due_at: datetime | None
    is_overdue: bool
    opened_at: datetime
    appealed_by: str | None
    appeal_reason: str
    rulings: list[RulingOut]


class AfterSaleOut(Strict):
    """One application; offers and evidence are empty in lists."""

    id: UUID
    number: str
    order_id: UUID
    order_number: str
    shop_id: UUID
    buyer_id: UUID
    line_id: UUID
    sku_id: UUID
    product_id: UUID
    title: str
    kind: str
    status: str
    reason: str
    quantity: int
    amount_minor: int
    freight_minor: int
    currency: str
    is_fast: bool
    due_at: datetime | None
    requested_at: datetime
    return_address: ReturnAddressOut | None
    return_carrier: str
    return_number: str
    sellable: int
    damaged: int
    replacement_carrier: str
    replacement_number: str
    refunded_minor: int
    refunded_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    reject_reason: str
    dispute: DisputeOut | None
    offers: list[OfferOut]
    evidence: list[EvidenceOut]
    next_steps: list[NextStepOut]


class ReasonOut(Strict):
    """A reason with what it allows to ask for."""

    reason: str
    kinds: list[str]


class ClaimLineOut(Strict):
    """What may be asked for about a line now; `problem` is an error's code when nothing may."""

    line_id: UUID
    free_quantity: int
    left_minor: int
    attempts_left: int
    price_drop_minor: int
    reasons: list[ReasonOut]
    problem: str


class ClaimOut(Strict):
    """What may be asked for about an order now."""

    order_id: UUID
    currency: str
    freight_left_minor: int
    lines: list[ClaimLineOut]


class EffectOut(Strict):
    """One payee: had before, gives back, has after."""

    account: str
    role: str
    before_minor: int
    back_minor: int
    after_minor: int


class SimulationOut(Strict):
    """A refund thought through, nothing of it done."""

    currency: str
    is_settled: bool
    buyer_minor: int
    platform_minor: int
    parts: list[EffectOut]
