"""The audit log: who did what to which thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.models import AuditEntry
from jishi.foundation.kernel.rows import insert_row
from jishi.foundation.kernel.types import Actor, JsonMap, Page


@dataclass(frozen=True, slots=True)
class AuditView:
    """One line of the audit log."""

    id: UUID
    actor_kind: str
    actor_id: UUID | None
    action: str
    subject_kind: str
    subject_id: str
    detail: JsonMap
    at: datetime


def audit(
    *,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: object,
    detail: JsonMap | None = None,
) -> None:
    """Write one line, in the caller's transaction."""
    insert_row(
        AuditEntry(
            actor_kind=actor.kind,
            actor_id=actor.person_id,
            action=action,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            detail=dict(detail or {}),
            ip=actor.ip,
            at=clock.now(),
        )
    )


def list_audit(
    *,
    subject_kind: str | None = None,
    subject_id: object | None = None,
    actor_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AuditView]:
    """Lines newest first, of one subject or of one actor."""
    rows = AuditEntry.objects.order_by("-at", "-id")
    if subject_kind:
        rows = rows.filter(subject_kind=subject_kind)
    if subject_id is not None:
        rows = rows.filter(subject_id=str(subject_id))
    if actor_id:
        rows = rows.filter(actor_id=actor_id)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(at, id) < (%s, %s)"], params=[at, key])
    views = [
        AuditView(
            r.id, r.actor_kind, r.actor_id, r.action, r.subject_kind, r.subject_id, r.detail, r.at
        )
        for r in rows[: limit + 1]
    ]
    return make_page(views, limit, lambda v: (v.at, v.id))
