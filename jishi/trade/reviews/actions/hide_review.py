"""The market hides a review that breaks its rules."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.events import ReviewHidden
from jishi.trade.reviews.queries.reviews import lock_review
from jishi.trade.reviews.rules import REASON_LIMIT


def hide_review(*, actor: Actor, review_id: UUID, reason: str) -> None:
    """Take a review out of sight, with its reason; for the operator, never for the shop.

    A second time changes nothing. Raises NotAllowed, NotFound, InvalidInput, TextTooLong.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    words = clean_line(reason, field="reason", limit=REASON_LIMIT)
    row = lock_review(review_id)
    if row.hidden_at is not None:
        return
    row.hidden_at, row.hidden_because = clock.now(), words
    row.save(update_fields=["hidden_at", "hidden_because"])
    audit(
        actor=actor,
        action="hide_review",
        subject_kind="review",
        subject_id=review_id,
        detail={"reason": words},
    )
    record(
        ReviewHidden(review_id=review_id, shop_id=row.shop_id, buyer_id=row.buyer_id, reason=words)
    )
