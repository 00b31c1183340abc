"""A person begins to follow a creator."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.foundation.accounts.queries import get_person_card
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.errors import FollowOneself, TooManyFollowed
from jishi.relations.follows.events import PersonFollowed
from jishi.relations.follows.models import Follow
from jishi.relations.follows.types import MAX_FOLLOWED, FollowState


def follow(*, actor: Actor, creator_id: UUID) -> FollowState:
    """Follow `creator_id`; following twice changes nothing.

    Raises NotSignedIn, NotFound (no such person), FollowOneself, TooManyFollowed.
    """
    require_transaction()
    person_id = actor.require_person()
    if person_id == creator_id:
        raise FollowOneself()
    get_person_card(creator_id)
    if Follow.objects.filter(follower_id=person_id).count() >= MAX_FOLLOWED:
        raise TooManyFollowed(limit=MAX_FOLLOWED)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO follows_follow (id, follower_id, creator_id, followed_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (follower_id, creator_id) DO NOTHING",
            [new_id(), person_id, creator_id, clock.now()],
        )
        changed = cursor.rowcount == 1
    if changed:
        audit(actor=actor, action="follow", subject_kind="person", subject_id=creator_id)
        record(PersonFollowed(follower_id=person_id, creator_id=creator_id))
    return FollowState(creator_id, True, changed)
