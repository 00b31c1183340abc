"""After-sales and disputes as their doors hand them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from jishi.trade.aftersales.types.states import (
    AfterSaleKind,
    AfterSaleStatus,
    DisputeStatus,
    Liability,
    Otherwise,
    Outcome,
    Reason,
    Side,
    StepAction,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What may happen next, by whom, until when, and what happens otherwise."""

    action: StepAction
    by: tuple[str, ...]
    until: datetime | None
    otherwise: Otherwise | None
    is_expected: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceInput:
    """What a side has to say: words, keys of pictures, ids of videos."""

    text: str = ""
    pictures: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not (self.text.strip() or self.pictures or self.videos)

    @property
    def words(self) -> tuple[str, str]:
        """What tells it from other evidence: a picture sent again has another key."""
        return self.text, f"{len(self.pictures)}+{len(self.videos)}"


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What a side has said, and when."""

    id: UUID
    side: Side
    text: str
    pictures: tuple[str, ...]
    videos: tuple[str, ...]
    in_dispute: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OfferView:
    """Other terms that the shop has offered; `answer` is empty while the buyer thinks."""

    number: int
    kind: AfterSaleKind
    amount_minor: int
    freight_minor: int
    note: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MoveView:
    """A step that was taken."""

    source: str
    target: str
    by: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnAddressView:
    """Where a shop wants its goods back."""

    name: str
    phone: str
    region: str
    street: str
    postcode: str = ""

    @property
    def line(self) -> str:
        """Region, street and postcode in one line."""
        return " ".join(part for part in (self.region, self.street, self.postcode) if part)


@dataclass(frozen=True, slots=True)
class RulingView:
    """What an operator decided, and why."""

    number: int
    outcome: Outcome
    liability: Liability
    amount_minor: int
    freight_minor: int
    reason: str
    operator_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A dispute about an after-sale; the last ruling is the one in force."""

    id: UUID
    after_sale_id: UUID
    number: int
    status: DisputeStatus
    claim: str
    due_at: datetime | None
    is_overdue: bool
    opened_at: datetime
    appealed_by: Side | None
    appeal_reason: str
    ended_at: datetime | None
    rulings: tuple[RulingView, ...] = ()

    @property
    def ruling(self) -> RulingView | None:
        """The ruling in force, or None before the first."""
        return self.rulings[-1] if self.rulings else None


@dataclass(frozen=True, slots=True)
class AfterSaleView:
    """One application about so many of an order line, with what may happen next.

    `amount_minor` and `freight_minor` are what is asked for now; `refunded_minor` is what was
    given back, freight included; `arrived_at` says that the provider has done it.
    """

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
    options_text: str
    picture_key: str
    kind: AfterSaleKind
    status: AfterSaleStatus
    reason: Reason
    quantity: int
    amount_minor: int
    freight_minor: int
    currency: str
    is_fast: bool
    due_at: datetime | None
    requested_at: datetime
    return_address: ReturnAddressView | None
    return_carrier: str
    return_number: str
    returned_at: datetime | None
    restocked_at: datetime | None
    sellable: int
    damaged: int
    replacement_carrier: str
    replacement_number: str
    replaced_at: datetime | None
    refunded_minor: int
    refunded_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    reject_reason: str
    dispute: DisputeView | None = None
    offers: tuple[OfferView, ...] = ()
    evidence: tuple[EvidenceView, ...] = ()
    moves: tuple[MoveView, ...] = ()
    next_steps: tuple[NextStep, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it can still change."""
        return self.ended_at is None

    @property
    def asked_minor(self) -> int:
        """What is asked for, freight included."""
        return self.amount_minor + self.freight_minor

    @property
    def expected_step(self) -> NextStep | None:
        """The step that the case waits for, or None at its end."""
        return next((step for step in self.next_steps if step.is_expected), None)

    @property
    def offer(self) -> OfferView | None:
        """The offer that the buyer is to answer, if there is one."""
        return next((o for o in reversed(self.offers) if not o.answer), None)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What may be asked for about one line now; `problem` is an error's code when nothing may.

    `left_minor` is what was neither given back nor asked for yet.
    """

    line_id: UUID
    quantity: int
    free_quantity: int
    payable_minor: int
    left_minor: int
    attempts_left: int
    price_drop_minor: int
    reasons: tuple[tuple[Reason, tuple[AfterSaleKind, ...]], ...] = ()
    problem: str = ""

    def most_of(self, quantity: int) -> int:
        """The most that may be asked for so many: their share, rounded up, of what is left."""
        share = -(-self.payable_minor * quantity // self.quantity)
        return max(0, min(self.left_minor, share))


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What may be asked for about an order now, line by line."""

    order_id: UUID
    currency: str
    freight_left_minor: int
    lines: tuple[ClaimLine, ...] = field(default=())

    def line(self, line_id: UUID) -> ClaimLine | None:
        """The line, or None when it is not of this order."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    @property
    def is_possible(self) -> bool:
        """Whether anything may be asked for."""
        return any(not line.problem for line in self.lines)
