"""What crosses the door of follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# More than a person can follow and still mean it; it bounds every read of a person's follows.
MAX_FOLLOWED = 5000


@dataclass(frozen=True, slots=True)
class FollowState:
    """Whether one person follows another now; `changed` is False when it was so before."""

    creator_id: UUID
    following: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class FollowView:
    """The other person of a follow, and since when."""

    id: UUID
    person_id: UUID
    followed_at: datetime
