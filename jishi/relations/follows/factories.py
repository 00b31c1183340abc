"""Follows for tests, made by the real action."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.types import person_actor
from jishi.relations.follows.actions import follow


def make_follow(follower_id: UUID, creator_id: UUID) -> None:
    """Let one person follow another."""
    with transaction.atomic():
        follow(actor=person_actor(follower_id), creator_id=creator_id)
