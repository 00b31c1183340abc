"""Take an offer back before it is accepted."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.models import Invitation
from jishi.foundation.accounts.queries import check_invitation
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def withdraw_invitation(
    *, actor: Actor, scope_kind: str, scope_id: UUID, invitation_id: UUID
) -> None:
    """Make the link worthless; raises InvitationUnusable when it is spent or of another scope."""
    require_transaction()
    row = check_invitation(
        Invitation.objects.select_for_update()
        .filter(id=invitation_id, scope_kind=scope_kind, scope_id=scope_id)
        .first()
    )
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    audit(
        actor=actor,
        action="withdraw_invitation",
        subject_kind=scope_kind,
        subject_id=scope_id,
        detail={"invitation_id": str(row.id)},
    )
