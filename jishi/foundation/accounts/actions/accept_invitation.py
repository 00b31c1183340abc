"""Take up an offered role."""

from __future__ import annotations

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.models import Invitation
from jishi.foundation.accounts.queries import check_invitation
from jishi.foundation.accounts.types import MembershipView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def accept_invitation(*, actor: Actor, token: str) -> MembershipView:
    """Give the actor the role; raises InvitationUnusable when it is spent, late or unknown."""
    require_transaction()
    person_id = actor.require_person()
    row = check_invitation(
        Invitation.objects.select_for_update().filter(token_hash=hash_input(token)).first()
    )
    row.accepted_by, row.accepted_at = person_id, clock.now()
    row.save(update_fields=["accepted_by", "accepted_at"])
    return grant_membership(
        actor=actor,
        person_id=person_id,
        scope_kind=row.scope_kind,
        scope_id=row.scope_id,
        role=row.role,
    )
