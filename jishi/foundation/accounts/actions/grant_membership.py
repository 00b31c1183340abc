"""Give a person a role in something."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.foundation.accounts.events import MembershipGranted
from jishi.foundation.accounts.models import Membership
from jishi.foundation.accounts.queries import lock_person
from jishi.foundation.accounts.types import MembershipView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def grant_membership(
    *,
    actor: Actor,
    person_id: UUID,
    scope_kind: str,
    scope_id: UUID,
    role: str,
    expires_at: datetime | None = None,
) -> MembershipView:
    """Let the person hold exactly this role in something, from now to `expires_at`.

    The room that owns the scope decides who may grant; a role held before is replaced.
    Raises NotFound for a person who is not there, InvalidInput for an end in the past.
    """
    require_transaction()
    now = clock.now()
    if expires_at is not None and expires_at <= now:
        raise InvalidInput(field="expires_at")
    person = lock_person(person_id)
    if person.closed_at is not None:
        raise NotFound()
    Membership.objects.update_or_create(
        person_id=person_id,
        scope_kind=scope_kind,
        scope_id=scope_id,
        defaults={
            "role": role,
            "granted_by": actor.person_id,
            "granted_at": now,
            "expires_at": expires_at,
        },
    )
    audit(
        actor=actor,
        action="grant_membership",
        subject_kind=scope_kind,
        subject_id=scope_id,
        detail={
            "person_id": str(person_id),
            "role": role,
            "expires_at": expires_at.isoformat() if expires_at else None,
        },
    )
    record(
        MembershipGranted(person_id=person_id, scope_kind=scope_kind, scope_id=scope_id, role=role)
    )
    return MembershipView(scope_kind, scope_id, role, person_id, now, expires_at)
