"""Somebody takes a like back."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions._counters import add_to_counts, read_likes
from jishi.content.posts.events import PostUnliked
from jishi.content.posts.models import Post, PostLike
from jishi.content.posts.types import LikeState
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor


def unlike_post(*, actor: Actor, post_id: UUID) -> LikeState:
    """Take a like back, if there is one; raises NotSignedIn, NotFound."""
    person_id = actor.require_person()
    author_id = Post.objects.filter(id=post_id).values_list("author_id", flat=True).first()
    if author_id is None:
        raise NotFound()
    gone, _ = PostLike.objects.filter(post_id=post_id, person_id=person_id).delete()
    if gone:
        add_to_counts(post_id, likes=-1)
        record(PostUnliked(post_id=post_id, person_id=person_id, author_id=author_id))
    return LikeState(post_id, is_liked=False, like_count=read_likes(post_id))
