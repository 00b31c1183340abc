"""Reviews and questions as they cross the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


# Most characters of each text, most pictures.
BODY_LIMIT = 1000
ANSWER_LIMIT = 500
QUESTION_LIMIT = 200
MAX_PICTURES = 9


class ReviewFilter(StrEnum):
    """Which reviews of a product to see."""

    ALL = "all"
    PICTURES = "pictures"
    FOLLOWED_UP = "followed_up"
    CRITICAL = "critical"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _FILTER_LABELS[self]


_FILTER_LABELS = {
    ReviewFilter.ALL: _("All"),
    ReviewFilter.PICTURES: _("With pictures or video"),
    ReviewFilter.FOLLOWED_UP: _("After a while of use"),
    ReviewFilter.CRITICAL: _("Critical"),
}


@dataclass(frozen=True, slots=True)
class Stars:
    """One to five for each side of a purchase."""

    product: int
    dispatch: int
    service: int


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A buyer's word about one line of an order, with what came after it.

    `buyer_id` is for the market's own use; a page shows no name where `is_anonymous`.
    """

    id: UUID
    product_id: UUID
    shop_id: UUID
    line_id: UUID
    buyer_id: UUID
    title: str
    options_text: str
    stars: Stars
    body: str
    pictures: tuple[str, ...]
    video_id: UUID | None
    is_anonymous: bool
    hidden_because: str  # empty while people see it
    written_at: datetime
    follow_up: str
    follow_up_pictures: tuple[str, ...]
    followed_up_at: datetime | None
    answer: str
    answered_at: datetime | None

    @property
    def days_of_use(self) -> int:
        """Days between the review and its follow-up; 0 without one."""
        return (self.followed_up_at - self.written_at).days if self.followed_up_at else 0


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """All shown reviews of a product in figures.

    `average` is in hundredths of a star, 0 without reviews; `by_stars` counts five first.
    """

    count: int
    average: int
    by_stars: tuple[int, int, int, int, int]
    with_pictures: int
    followed_up: int
    critical: int

    def count_of(self, which: ReviewFilter) -> int:
        """How many reviews a filter leaves."""
        return {
            ReviewFilter.ALL: self.count,
            ReviewFilter.PICTURES: self.with_pictures,
            ReviewFilter.FOLLOWED_UP: self.followed_up,
            ReviewFilter.CRITICAL: self.critical,
        }[which]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer to a question: by the shop, or by somebody who has bought it."""

    id: UUID
    person_id: UUID
    is_shop: bool
    body: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What somebody wants to know of a product before buying, and what was answered."""

    id: UUID
    product_id: UUID
    shop_id: UUID
    person_id: UUID
    body: str
    asked_at: datetime
    answers: tuple[AnswerView, ...]
