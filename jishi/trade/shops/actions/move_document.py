"""The one place where a paper changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.models import Document, DocumentMove
from jishi.trade.shops.rules import DOCUMENT, NOTE_LIMIT
from jishi.trade.shops.types import DocumentStatus


def move_document(
    *, actor: Actor, document: Document, target: DocumentStatus, by: str, note: str = ""
) -> Document:
    """Take a step that DOCUMENT allows `by`, with its history and audit lines.

    `document` must be locked, its shop before it. Raises TransitionRefused when there is no such
    step.
    """
    note = clean_text(note, field="note", limit=NOTE_LIMIT, required=False)
    source = document.status
    DOCUMENT.check(source, target, by)
    now = clock.now()
    document.status = target
    document.note = note
    if source == DocumentStatus.IN_REVIEW:
        document.decided_at = now
    document.save(update_fields=["status", "note", "decided_at"])
    DocumentMove.objects.create(
        document=document,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note,
        at=now,
    )
    audit(
        actor=actor,
        action="move_document",
        subject_kind="document",
        subject_id=document.id,
        detail={"from": source, "to": target, "note": note, "shop_id": str(document.shop_id)},
    )
    return document
