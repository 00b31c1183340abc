"""What must always be true of posts."""

from __future__ import annotations

from django.db import connection

from jishi.content.media.queries import list_assets
from jishi.content.posts.models import Post
from jishi.content.posts.types import PostKind, PostStatus
from jishi.foundation.kernel.invariants import Breach

_WRONG_COUNTS = """
SELECT p.id, k.likes, l.n, k.comments, c.n FROM posts_post p
CROSS JOIN LATERAL (SELECT coalesce(sum(likes), 0) likes, coalesce(sum(comments), 0) comments
  FROM posts_postcounter WHERE post_id = p.id) k
CROSS JOIN LATERAL (SELECT count(*) n FROM posts_postlike WHERE post_id = p.id) l
CROSS JOIN LATERAL (SELECT count(*) n FROM posts_comment
  WHERE post_id = p.id AND removed_at IS NULL) c
WHERE k.likes <> l.n OR k.comments <> c.n
"""
_DEEP_ANSWERS = """
SELECT a.id FROM posts_comment a JOIN posts_comment b ON b.id = a.parent_id
WHERE b.parent_id IS NOT NULL OR b.post_id <> a.post_id
   OR (a.removed_at IS NULL AND b.removed_at IS NOT NULL)
"""


def counts_that_are_not_what_was_counted() -> list[Breach]:
    """Likes and comments shown are likes and comments there."""
    with connection.cursor() as cursor:
        cursor.execute(_WRONG_COUNTS)
        return [
            Breach("posts", "counts", str(row[0]), f"{row[1]}/{row[2]} {row[3]}/{row[4]}")
            for row in cursor.fetchall()
        ]


def answers_to_answers() -> list[Breach]:
    """Threads have two levels, in one post, and no answer outlives its thread."""
    with connection.cursor() as cursor:
        cursor.execute(_DEEP_ANSWERS)
        return [Breach("posts", "threads", str(row[0])) for row in cursor.fetchall()]


def published_posts_without_their_files() -> list[Breach]:
    """What is out can be watched."""
    out = Post.objects.filter(status__in=[PostStatus.PUBLISHED, PostStatus.RESTRICTED])
    breaches = []
    for post in out.iterator():
        assets = list_assets(post.asset_ids)
        whole = len(assets) == len(post.asset_ids) and all(a.playable for a in assets.values())
        if (
            not whole
            or not post.asset_ids
            or (post.kind == PostKind.VIDEO and len(post.asset_ids) != 1)
        ):
            breaches.append(Breach("posts", "files", str(post.id)))
    return breaches
