"""A person stops following a creator."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.events import PersonUnfollowed
from jishi.relations.follows.models import Follow
from jishi.relations.follows.types import FollowState


def unfollow(*, actor: Actor, creator_id: UUID) -> FollowState:
    """Stop following `creator_id`; nothing happens when it was not followed.

    Raises NotSignedIn.
    """
    require_transaction()
    person_id = actor.require_person()
    gone, _ = Follow.objects.filter(follower_id=person_id, creator_id=creator_id).delete()
    if gone:
        audit(actor=actor, action="unfollow", subject_kind="person", subject_id=creator_id)
        record(PersonUnfollowed(follower_id=person_id, creator_id=creator_id))
    return FollowState(creator_id, False, bool(gone))
