"""A post enters the feeds, changes there or leaves them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from jishi.content.posts.queries import list_posts
from jishi.content.posts.types import PostStatus, PostView, Visibility
from jishi.foundation.kernel.transactions import after_commit, require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.traffic.recall.queries.items import announce_change

_PUT = """
INSERT INTO recall_recallitem (post_id, author_id, kind, topics, published_at, duration_ms,
                               is_commercial, for_followers, is_out, changed_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, true, clock_timestamp())
ON CONFLICT (post_id) DO UPDATE SET topics = EXCLUDED.topics, published_at = EXCLUDED.published_at,
  duration_ms = EXCLUDED.duration_ms, is_commercial = EXCLUDED.is_commercial,
  for_followers = EXCLUDED.for_followers, is_out = true, changed_at = clock_timestamp()
"""
_DROP = """
UPDATE recall_recallitem SET is_out = false, changed_at = clock_timestamp()
WHERE post_id = %s AND is_out
"""


def index_post(*, actor: Actor, post_id: UUID) -> bool:
    """Bring what feeds know of a post up to date; returns whether feeds may show it now."""
    require_transaction()
    market = Actor(ActorKind.OPERATOR)  # sees every state, and decides below
    post = list_posts([post_id], market).get(post_id)
    shown = post is not None and _is_for_feeds(post)
    with connection.cursor() as cursor:
        if post is not None and shown:
            cursor.execute(_PUT, _row(post))
        else:
            cursor.execute(_DROP, [post_id])
    # Now for whoever shares this transaction, and again when all others can see the row.
    announce_change()
    after_commit(announce_change)
    return shown


def _is_for_feeds(post: PostView) -> bool:
    return (
        post.status is PostStatus.PUBLISHED
        and post.visibility is not Visibility.PRIVATE
        and post.published_at is not None
    )


def _row(post: PostView) -> list[Any]:
    return [
        post.id,
        post.author_id,
        post.kind.value,
        list(post.topics),
        post.published_at,
        post.duration_ms,
        bool(post.product_ids) or "sponsored" in post.labels,
        post.visibility is Visibility.FOLLOWERS,
    ]
