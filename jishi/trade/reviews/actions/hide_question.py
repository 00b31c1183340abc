"""A question is taken away: by whoever asked it, or by the market."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.reviews.queries.questions import lock_question


def hide_question(*, actor: Actor, question_id: UUID) -> None:
    """Take a question and its answers out of sight; raises NotFound for anybody else."""
    require_transaction()
    row = lock_question(question_id)
    if row.person_id != actor.person_id and not actor.is_operator:
        raise NotFound()
    row.hidden_at = clock.now()
    row.save(update_fields=["hidden_at"])
    audit(
        actor=actor,
        action="hide_question",
        subject_kind="question",
        subject_id=question_id,
        detail={},
    )
