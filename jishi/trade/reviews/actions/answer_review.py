"""A shop answers a review; it may mend its words later."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.events import ReviewAnswered
from jishi.trade.reviews.queries.reviews import lock_review, view_of
from jishi.trade.reviews.types import ANSWER_LIMIT, ReviewView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def answer_review(*, actor: Actor, review_id: UUID, body: str) -> ReviewView:
    """Put the shop's answer under a review of its goods, in place of an earlier one.

    Raises NotSignedIn, NotAllowed, NotFound, InvalidInput, TextTooLong.
    """
    require_transaction()
    text = clean_text(body, field="answer", limit=ANSWER_LIMIT)
    row = lock_review(review_id)
    person_id = require_shop_right(actor, row.shop_id, Right.ANSWER_BUYERS)
    is_first = row.answered_at is None
    row.answer, row.answered_by_id, row.answered_at = text, person_id, clock.now()
    row.save(update_fields=["answer", "answered_by_id", "answered_at"])
    if is_first:
        record(
            ReviewAnswered(
                review_id=row.id,
                product_id=row.product_id,
                shop_id=row.shop_id,
                buyer_id=row.buyer_id,
            )
        )
    return view_of(row)
