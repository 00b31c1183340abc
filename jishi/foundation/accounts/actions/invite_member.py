"""Offer a role in something to whoever gets the link."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from jishi.foundation.accounts.models import Invitation
from jishi.foundation.accounts.queries import invitation_view
from jishi.foundation.accounts.types import InvitationView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor

VALID_FOR = timedelta(days=7)


def invite_member(
    *, actor: Actor, scope_kind: str, scope_id: UUID, role: str, note: str = ""
) -> InvitationView:
    """Make an offer that lasts seven days and can be accepted once.

    The room that owns the scope decides who may invite. Only this answer carries the token.
    """
    require_transaction()
    token, now = secrets.token_urlsafe(24), clock.now()
    row = Invitation.objects.create(
        token_hash=hash_input(token),
        scope_kind=scope_kind,
        scope_id=scope_id,
        role=role,
        note=clean_line(note, field="note", limit=100, required=False),
        invited_by=actor.person_id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    audit(
        actor=actor,
        action="invite_member",
        subject_kind=scope_kind,
        subject_id=scope_id,
        detail={"role": role, "invitation_id": str(row.id)},
    )
    return invitation_view(row, token)
