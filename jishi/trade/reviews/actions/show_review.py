"""The market shows a review again that it had hidden."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.queries.reviews import lock_review


def show_review(*, actor: Actor, review_id: UUID) -> None:
    """Undo `hide_review`; for the operator. Raises NotAllowed, NotFound."""
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    row = lock_review(review_id)
    row.hidden_at, row.hidden_because = None, ""
    row.save(update_fields=["hidden_at", "hidden_because"])
    audit(actor=actor, action="show_review", subject_kind="review", subject_id=review_id, detail={})
