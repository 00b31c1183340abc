"""Facts about follows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonFollowed(Event):
    """A person began to follow a creator."""

    NAME = "follows.person_followed"
    follower_id: UUID
    creator_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonUnfollowed(Event):
    """A person stopped following a creator."""

    NAME = "follows.person_unfollowed"
    follower_id: UUID
    creator_id: UUID
