"""A buyer adds what a while of use has shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.actions._pictures import check_pictures
from jishi.trade.reviews.errors import ReviewClosed, ReviewedAlready
from jishi.trade.reviews.events import ReviewFollowedUp
from jishi.trade.reviews.policies import FOLLOW_UP_DAYS
from jishi.trade.reviews.queries.reviews import lock_review, view_of
from jishi.trade.reviews.rules import is_open
from jishi.trade.reviews.types import BODY_LIMIT, ReviewView


def follow_up_review(
    *, actor: Actor, review_id: UUID, body: str, pictures: Sequence[str] = ()
) -> ReviewView:
    """Add to one's own review, once.

    Raises NotSignedIn, NotFound, ReviewedAlready, ReviewClosed, InvalidInput, TextTooLong,
    TooManyPictures.
    """
    require_transaction()
    buyer_id = actor.require_person()
    text = clean_text(body, field="review", limit=BODY_LIMIT)
    keys = check_pictures(pictures)
    row = lock_review(review_id)
    if row.buyer_id != buyer_id:
        raise NotFound()
    if row.followed_up_at is not None:
        raise ReviewedAlready()
    days = FOLLOW_UP_DAYS.get()
    if not is_open(row.written_at, clock.now(), days):
        raise ReviewClosed(days=days)
    row.follow_up, row.follow_up_pictures, row.followed_up_at = text, keys, clock.now()
    row.save(update_fields=["follow_up", "follow_up_pictures", "followed_up_at"])
    record(
        ReviewFollowedUp(
            review_id=row.id, product_id=row.product_id, shop_id=row.shop_id, buyer_id=buyer_id
        )
    )
    return view_of(row)
