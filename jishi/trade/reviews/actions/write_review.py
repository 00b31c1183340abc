"""A buyer says how a purchase was."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.queries import get_order
from jishi.trade.orders.types import FulfilmentStatus, OrderLineView, OrderView
from jishi.trade.reviews.actions._pictures import check_pictures
from jishi.trade.reviews.errors import NotReceived, ReviewClosed, ReviewedAlready
from jishi.trade.reviews.events import ReviewWritten
from jishi.trade.reviews.models import Review
from jishi.trade.reviews.policies import REVIEW_DAYS
from jishi.trade.reviews.queries.reviews import view_of
from jishi.trade.reviews.rules import check_stars, is_open
from jishi.trade.reviews.types import BODY_LIMIT, ReviewView, Stars


def write_review(
    *,
    actor: Actor,
    order_id: UUID,
    line_id: UUID,
    stars: Stars,
    body: str = "",
    pictures: Sequence[str] = (),
    video_id: UUID | None = None,
    is_anonymous: bool = False,
) -> ReviewView:
    """Review one line of an order that one has received, once. Nobody else's word is ever made up:
    an order that its buyer does not review stays without a review.

    Raises NotSignedIn, NotFound, NotReceived, ReviewClosed, ReviewedAlready, StarsInvalid,
    TooManyPictures, TextTooLong.
    """
    require_transaction()
    buyer_id = actor.require_person()
    check_stars(stars)
    text = clean_text(body, field="review", limit=BODY_LIMIT, required=False)
    keys = check_pictures(pictures)
    order = get_order(actor, order_id)
    line = next((line for line in order.lines if line.id == line_id), None)
    if line is None or order.buyer_id != buyer_id:
        raise NotFound()
    _check_time(order)
    row = Review(
        line_id=line_id,
        order_id=order_id,
        product_id=line.product_id,
        shop_id=order.shop_id,
        buyer_id=buyer_id,
        title=line.title,
        options_text=line.options_text[:200],
        product_stars=stars.product,
        dispatch_stars=stars.dispatch,
        service_stars=stars.service,
        body=text,
        pictures=keys,
        video_id=video_id,
        is_anonymous=is_anonymous,
        written_at=clock.now(),
    )
    try:
        with transaction.atomic():  # of two clicks one meets the other's row here
            row.save(force_insert=True)
    except IntegrityError:
        raise ReviewedAlready() from None
    _tell(row, order, line)
    return view_of(row)


def _check_time(order: OrderView) -> None:
    if order.fulfilment_status is not FulfilmentStatus.RECEIVED or order.received_at is None:
        raise NotReceived()
    days = REVIEW_DAYS.get()
    if not is_open(order.received_at, clock.now(), days):
        raise ReviewClosed(days=days)


def _tell(row: Review, order: OrderView, line: OrderLineView) -> None:
    record(
        ReviewWritten(
            review_id=row.id,
            product_id=line.product_id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            product_stars=row.product_stars,
            has_pictures=bool(row.pictures or row.video_id),
        )
    )
