"""Take a person's role in something away."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.events import MembershipRevoked
from jishi.foundation.accounts.models import Membership
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def revoke_membership(*, actor: Actor, person_id: UUID, scope_kind: str, scope_id: UUID) -> None:
    """End the person's role in something at once; raises NotFound when there is none."""
    require_transaction()
    row = (
        Membership.objects.select_for_update()
        .filter(person_id=person_id, scope_kind=scope_kind, scope_id=scope_id)
        .first()
    )
    if row is None:
        raise NotFound()
    role = row.role
    row.delete()
    audit(
        actor=actor,
        action="revoke_membership",
        subject_kind=scope_kind,
        subject_id=scope_id,
        detail={"person_id": str(person_id), "role": role},
    )
    record(
        MembershipRevoked(person_id=person_id, scope_kind=scope_kind, scope_id=scope_id, role=role)
    )
