"""Counts of a post, kept in sixteen rows so that many may write at once."""

from __future__ import annotations

import random
from uuid import UUID

from django.db import connection

SLOTS = 16


def add_to_counts(post_id: UUID, *, likes: int = 0, comments: int = 0) -> None:
    """Add to the counts of a post in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO posts_postcounter AS k (post_id, slot, likes, comments)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (post_id, slot) DO UPDATE"
            " SET likes = k.likes + excluded.likes, comments = k.comments + excluded.comments",
            [post_id, random.randrange(SLOTS), likes, comments],  # noqa: S311  # no secret
        )


def read_likes(post_id: UUID) -> int:
    """Likes of a post now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(likes), 0)::int FROM posts_postcounter WHERE post_id = %s",
            [post_id],
        )
        count: int = cursor.fetchone()[0]
        return count
