"""Reviews of goods, questions about them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jishi.surfaces.api.schemas.parts import Strict


class ReviewOut(Strict):
    """A review as everybody may read it; `author` is half a name, null when without one."""

    id: UUID
    product_id: UUID
    options: str
    stars: dict[str, int]
    body: str
    picture_urls: list[str]
    author: str | None
    written_at: datetime
    follow_up: str
    follow_up_picture_urls: list[str]
    followed_up_at: datetime | None
    answer: str
    answered_at: datetime | None


class SummaryOut(Strict):
    """All reviews of a product in figures; `average` is in hundredths, `by_stars` five first."""

    count: int
    average: int
    by_stars: list[int]
    with_pictures: int
    followed_up: int
    critical: int


class AnswerOut(Strict):
    """An answer to a question."""

    id: UUID
    is_shop: bool
    body: str
    answered_at: datetime


class QuestionOut(Strict):
    """A question about a product with its answers, the shop's first."""

    id: UUID
    product_id: UUID
    body: str
    asked_at: datetime
    answers: list[AnswerOut]


class ReviewIn(Schema):
    """A review of a received line, once; `video_id` names a video of one's own."""

    product_stars: int = Field(ge=1, le=5)
    dispatch_stars: int = Field(ge=1, le=5)
    service_stars: int = Field(ge=1, le=5)
    body: str = ""
    video_id: UUID | None = None
    is_anonymous: bool = False


class WordsIn(Schema):
    """Words of a follow-up, an answer or a question."""

    body: str
