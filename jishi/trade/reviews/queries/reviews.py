"""Reads of reviews: of a product, of a shop's desk, of a buyer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page
from jishi.trade.reviews.models import Review
from jishi.trade.reviews.rules import CRITICAL_STARS
from jishi.trade.reviews.types import ReviewFilter, ReviewSummary, ReviewView, Stars
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_HAS_PICTURES = ~Q(pictures=[]) | ~Q(follow_up_pictures=[]) | Q(video_id__isnull=False)
_FILTERS = {
    ReviewFilter.ALL: Q(),
    ReviewFilter.PICTURES: _HAS_PICTURES,
    ReviewFilter.FOLLOWED_UP: Q(followed_up_at__isnull=False),
    ReviewFilter.CRITICAL: Q(product_stars__lte=CRITICAL_STARS),
}
_NONE = ReviewSummary(0, 0, (0, 0, 0, 0, 0), 0, 0, 0)


def view_of(row: Review) -> ReviewView:
    """A row as it crosses the door."""
    return ReviewView(
        id=row.id,
        product_id=row.product_id,
        shop_id=row.shop_id,
        line_id=row.line_id,
        buyer_id=row.buyer_id,
        title=row.title,
        options_text=row.options_text,
        stars=Stars(row.product_stars, row.dispatch_stars, row.service_stars),
        body=row.body,
        pictures=tuple(row.pictures),
        video_id=row.video_id,
        is_anonymous=row.is_anonymous,
        hidden_because=row.hidden_because,
        written_at=row.written_at,
        follow_up=row.follow_up,
        follow_up_pictures=tuple(row.follow_up_pictures),
        followed_up_at=row.followed_up_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def list_reviews(
    product_id: UUID,
    *,
    which: ReviewFilter = ReviewFilter.ALL,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ReviewView]:
    """Shown reviews of a product, newest first: nobody pays for a place. One statement."""
    rows = Review.objects.filter(_FILTERS[which], product_id=product_id, hidden_at=None)
    return _page(rows, cursor, limit)


def get_summary(product_id: UUID) -> ReviewSummary:
    """The figures above a product's reviews; zeros without any. One statement."""
    return get_summaries([product_id]).get(product_id, _NONE)


def get_summaries(product_ids: Iterable[UUID]) -> dict[UUID, ReviewSummary]:
    """The figures of several products; those without reviews are left out. One statement."""
    stars = {f"stars_{n}": Count("id", filter=Q(product_stars=n)) for n in range(1, 6)}
    rows: Any = (  # the names of the counted stars are made, so their types are not known
        Review.objects.filter(product_id__in=list(product_ids), hidden_at=None)
        .values("product_id")
        .annotate(
            count=Count("id"),
            average=Avg("product_stars"),
            with_pictures=Count("id", filter=_FILTERS[ReviewFilter.PICTURES]),
            followed_up=Count("id", filter=_FILTERS[ReviewFilter.FOLLOWED_UP]),
            critical=Count("id", filter=_FILTERS[ReviewFilter.CRITICAL]),
            **stars,
        )
        .order_by()
    )
    return {
        row["product_id"]: ReviewSummary(
            count=row["count"],
            average=round(row["average"] * 100),
            by_stars=(
                row["stars_5"], row["stars_4"], row["stars_3"], row["stars_2"], row["stars_1"],
            ),
            with_pictures=row["with_pictures"],
            followed_up=row["followed_up"],
            critical=row["critical"],
        )
        for row in rows
    }  # fmt: skip


def get_review(viewer: Actor | None, review_id: UUID) -> ReviewView:
    """One review; a hidden one only for its buyer and the operator. Raises NotFound."""
    row = Review.objects.filter(id=review_id).first()
    if row is None:
        raise NotFound()
    is_own = viewer is not None and (viewer.person_id == row.buyer_id or viewer.is_operator)
    if row.hidden_at is not None and not is_own:
        raise NotFound()
    return view_of(row)


def find_reviews_of_lines(line_ids: Iterable[UUID]) -> dict[UUID, ReviewView]:
    """The reviews of order lines, by line; lines without one are left out. One statement."""
    return {row.line_id: view_of(row) for row in Review.objects.filter(line_id__in=list(line_ids))}


def list_own_reviews(
    buyer_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[ReviewView]:
    """What a buyer has written, hidden reviews too, newest first. One statement."""
    return _page(Review.objects.filter(buyer_id=buyer_id), cursor, limit)


def list_shop_reviews(
    actor: Actor,
    shop_id: UUID,
    *,
    which: ReviewFilter = ReviewFilter.ALL,
    unanswered: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ReviewView]:
    """Reviews of a shop's goods for its desk, newest first; two statements.

    Raises NotSignedIn, NotAllowed for people who may not answer buyers.
    """
    require_shop_right(actor, shop_id, Right.ANSWER_BUYERS)
    rows = Review.objects.filter(_FILTERS[which], shop_id=shop_id, hidden_at=None)
    if unanswered:
        rows = rows.filter(answered_at=None)
    return _page(rows, cursor, limit)


def count_unanswered(shop_id: UUID) -> int:
    """Critical reviews that the shop has not answered."""
    rows = Review.objects.filter(
        _FILTERS[ReviewFilter.CRITICAL], shop_id=shop_id, hidden_at=None, answered_at=None
    )
    return rows.count()


def lock_review(review_id: UUID) -> Review:
    """The row, locked to the end of the transaction; raises NotFound."""
    row = Review.objects.select_for_update(no_key=True).filter(id=review_id).first()
    if row is None:
        raise NotFound()
    return row


def _page(rows: QuerySet[Review], cursor: str | None, limit: int) -> Page[ReviewView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, last = decode_time_cursor(cursor)
        rows = rows.filter(Q(written_at__lt=at) | Q(written_at=at, id__lt=last))
    found = [view_of(row) for row in rows.order_by("-written_at", "-id")[: limit + 1]]
    return make_page(found, limit, lambda review: (review.written_at, review.id))
