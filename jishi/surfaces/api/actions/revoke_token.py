"""A token stops working."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.api.models import ApiToken


def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """Revoke one's own token, at once and for good. Raises NotSignedIn, NotFound."""
    require_transaction()
    rows = ApiToken.objects.filter(id=token_id, person_id=actor.require_person(), revoked_at=None)
    if not rows.update(revoked_at=clock.now()):
        raise NotFound()
    audit(actor=actor, action="revoke_token", subject_kind="api_token", subject_id=token_id)
