"""Reviews and questions with the people behind them, and what a buyer can still review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from jishi.content.media.queries import list_assets
from jishi.content.media.types import AssetView
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.figures import write_percent
from jishi.trade.orders.queries import list_orders_of
from jishi.trade.orders.types import BuyerWord, FulfilmentStatus, OrderLineView, OrderView
from jishi.trade.reviews.queries import (
    find_reviews_of_lines,
    get_summary,
    list_questions,
    list_reviews,
)
from jishi.trade.reviews.types import (
    AnswerView,
    QuestionView,
    ReviewFilter,
    ReviewSummary,
    ReviewView,
)

ORDERS_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A review as people see it: a name, or half of one."""

    review: ReviewView
    name: str
    avatar_key: str
    video: AssetView | None


@dataclass(frozen=True, slots=True)
class ReviewTab:
    """One way to narrow reviews, with what it leaves."""

    which: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A product's reviews with their figures above."""

    summary: ReviewSummary
    average: str
    stars_shown: int  # the average, in whole stars
    bars: tuple[tuple[int, int, int], ...]  # stars, count, percent of all
    tabs: tuple[ReviewTab, ...]
    cards: tuple[ReviewCard, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer and who gives it."""

    answer: AnswerView
    name: str


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question with its answers, and whether the viewer may take it back."""

    question: QuestionView
    name: str
    answers: tuple[AnswerLine, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class LineToReview:
    """Something received that its buyer has not reviewed."""

    order: OrderView
    line: OrderLineView


def half_a_name(name: str) -> str:
    """The first and the last character of a name: `林*晓`, `L*n`."""
    return f"{name[:1]}*{name[-1:]}" if name else "*"


def load_reviews(
    product_id: UUID,
    *,
    which: ReviewFilter = ReviewFilter.ALL,
    cursor: str | None = None,
    limit: int = 20,
) -> ReviewPage:
    """A page of a product's reviews; four statements, five with videos, two without any."""
    summary = get_summary(product_id)
    page = list_reviews(product_id, which=which, cursor=cursor, limit=limit)
    return ReviewPage(
        summary=summary,
        average=write_average(summary.average),
        stars_shown=round(summary.average / 100),
        bars=tuple(
            (5 - place, count, write_percent(count, summary.count) if summary.count else 0)
            for place, count in enumerate(summary.by_stars)
        ),
        tabs=tuple(
            ReviewTab(str(w), gettext(w.label), summary.count_of(w), w is which)
            for w in ReviewFilter
            if summary.count_of(w)
        ),
        cards=present_reviews(page.items),
        next_cursor=page.next_cursor,
    )


def present_reviews(reviews: Sequence[ReviewView]) -> tuple[ReviewCard, ...]:
    """Reviews with names and videos."""
    people = list_person_cards({r.buyer_id for r in reviews if not r.is_anonymous})
    videos = list_assets({r.video_id for r in reviews if r.video_id})
    return tuple(
        ReviewCard(
            review=review,
            name=_name(review, people.get(review.buyer_id)),
            avatar_key="" if review.is_anonymous else _avatar(people.get(review.buyer_id)),
            video=videos.get(review.video_id) if review.video_id else None,
        )
        for review in reviews
    )


def _name(review: ReviewView, person: PersonCard | None) -> str:
    if review.is_anonymous or person is None:
        return gettext("A buyer")
    return half_a_name(person.display_name)


def _avatar(person: PersonCard | None) -> str:
    return person.avatar_key if person else ""


def write_average(hundredths: int) -> str:
    """An average of stars with one decimal: `4.8`."""
    return f"{hundredths / 100:.1f}"


def load_questions(
    viewer: Actor | None, product_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> tuple[tuple[QuestionCard, ...], str | None]:
    """A page of questions about a product with names; three statements."""
    page = list_questions(product_id, cursor=cursor, limit=limit)
    return present_questions(viewer, page.items), page.next_cursor


def present_questions(
    viewer: Actor | None, questions: Iterable[QuestionView]
) -> tuple[QuestionCard, ...]:
    """Questions with the names of those who ask and answer."""
    found = list(questions)
    ids = {q.person_id for q in found} | {a.person_id for q in found for a in q.answers}
    people = list_person_cards(ids)

    def name(person_id: UUID) -> str:
        person = people.get(person_id)
        return half_a_name(person.display_name) if person else gettext("Somebody")

    return tuple(
        QuestionCard(
            question=question,
            name=name(question.person_id),
            answers=tuple(
                AnswerLine(a, gettext("The shop") if a.is_shop else name(a.person_id))
                for a in question.answers
            ),
            is_own=viewer is not None and viewer.person_id == question.person_id,
        )
        for question in found
    )


def list_lines_to_review(buyer_id: UUID) -> tuple[LineToReview, ...]:
    """What the buyer received lately and has not reviewed, latest first; two statements."""
    orders = list_orders_of(buyer_id, word=BuyerWord.RECEIVED, limit=ORDERS_LOOKED_AT).items
    reviewed = find_reviews_of_lines(line.id for order in orders for line in order.lines)
    return tuple(
        LineToReview(order, line)
        for order in orders
        for line in order.lines
        if line.id not in reviewed
    )


def list_own_words(order: OrderView) -> tuple[tuple[OrderLineView, ReviewView | None], ...]:
    """Each line of a received order with its buyer's review; none before. One statement."""
    if order.fulfilment_status is not FulfilmentStatus.RECEIVED:
        return ()
    known = find_reviews_of_lines(line.id for line in order.lines)
    return tuple((line, known.get(line.id)) for line in order.lines)
