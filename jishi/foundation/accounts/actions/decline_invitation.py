"""Say no to an offered role."""

from __future__ import annotations

from jishi.foundation.accounts.models import Invitation
from jishi.foundation.accounts.queries import check_invitation, invitation_view
from jishi.foundation.accounts.types import InvitationView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def decline_invitation(*, actor: Actor, token: str) -> InvitationView:
    """Make the link worthless; raises InvitationUnusable when it is spent, late or unknown."""
    require_transaction()
    person_id = actor.require_person()
    row = check_invitation(
        Invitation.objects.select_for_update().filter(token_hash=hash_input(token)).first()
    )
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    audit(
        actor=actor,
        action="decline_invitation",
        subject_kind=row.scope_kind,
        subject_id=row.scope_id,
        detail={"invitation_id": str(row.id), "person_id": str(person_id)},
    )
    return invitation_view(row)
