"""Facts about reviews and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReviewWritten(Event):
    """A buyer said how a purchase was."""

    NAME: ClassVar[str] = "reviews.review_written"
    review_id: UUID
    product_id: UUID
    shop_id: UUID
    buyer_id: UUID
    product_stars: int
    has_pictures: bool


@dataclass(frozen=True, kw_only=True)
class ReviewFollowedUp(Event):
    """A buyer added what a while of use has shown."""

    NAME: ClassVar[str] = "reviews.review_followed_up"
    review_id: UUID
    product_id: UUID
    shop_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewAnswered(Event):
    """A shop answered a review."""

    NAME: ClassVar[str] = "reviews.review_answered"
    review_id: UUID
    product_id: UUID
    shop_id: UUID
    buyer_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReviewHidden(Event):
    """The market hid a review that breaks its rules."""

    NAME: ClassVar[str] = "reviews.review_hidden"
    review_id: UUID
    shop_id: UUID
    buyer_id: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """Somebody wants to know something of a product."""

    NAME: ClassVar[str] = "reviews.question_asked"
    question_id: UUID
    product_id: UUID
    shop_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """The shop or a buyer answered a question."""

    NAME: ClassVar[str] = "reviews.question_answered"
    question_id: UUID
    product_id: UUID
    person_id: UUID
    asked_by: UUID
    is_shop: bool
