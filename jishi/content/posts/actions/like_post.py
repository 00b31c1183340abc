"""Somebody likes a post."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.content.posts.actions._counters import add_to_counts, read_likes
from jishi.content.posts.events import PostLiked
from jishi.content.posts.models import Post
from jishi.content.posts.queries.rows import only_visible
from jishi.content.posts.types import LikeState
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor


def like_post(*, actor: Actor, post_id: UUID) -> LikeState:
    """Like a post once, however often it is asked; raises NotSignedIn, NotFound."""
    person_id = actor.require_person()
    rows = only_visible(Post.objects.filter(id=post_id), actor, by_link=True)
    if not rows:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO posts_postlike (post_id, person_id, liked_at) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [post_id, person_id, clock.now()],
        )
        is_new = cursor.rowcount == 1
    if is_new:
        add_to_counts(post_id, likes=1)
        author_id = rows[0].author_id
        record(PostLiked(post_id=post_id, person_id=person_id, author_id=author_id))
    return LikeState(post_id, is_liked=True, like_count=read_likes(post_id))
