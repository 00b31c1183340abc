"""Say what was done about a difference with a provider."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.payments.models import Difference
from jishi.trade.payments.queries import view_difference
from jishi.trade.payments.types import DifferenceStatus, DifferenceView

NOTE_LIMIT = 500


def resolve_difference(*, actor: Actor, difference_id: UUID, note: str) -> DifferenceView:
    """Close a difference with a note; raises NotAllowed, NotFound, InvalidInput, TextTooLong."""
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    note = clean_line(note, field="note", limit=NOTE_LIMIT)
    row = Difference.objects.select_for_update().filter(id=difference_id).first()
    if row is None:
        raise NotFound()
    row.status, row.note = DifferenceStatus.RESOLVED.value, note
    row.resolved_at = row.resolved_at or clock.now()
    row.save(update_fields=["status", "note", "resolved_at"])
    audit(
        actor=actor,
        action="resolve_difference",
        subject_kind="difference",
        subject_id=row.id,
        detail={"note": note},
    )
    return view_difference(row)
