"""A post is taken away, by its author or by the operator."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions.move_post import move_post
from jishi.content.posts.events import PostRemoved
from jishi.content.posts.queries.rows import load_view, lock_post
from jishi.content.posts.rules import NOTE_LIMIT
from jishi.content.posts.types import PostStatus, PostView
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor


def remove_post(*, actor: Actor, post_id: UUID, reason: str = "") -> PostView:
    """Take a post away for good. The operator must give a reason, which the author reads.

    Raises NotFound for other people's posts, InvalidInput without a reason.
    """
    post = lock_post(post_id)
    if actor.person_id == post.author_id:
        by = "author"
    elif actor.is_operator:
        by = "operator"
    elif actor.person_id is None:
        by = "system"
    else:
        raise NotFound()
    note = clean_line(reason, field="reason", limit=NOTE_LIMIT, required=by == "operator")
    post.publish_at = None
    move_post(post, PostStatus.REMOVED, actor=actor, by=by, note=note)
    record(PostRemoved(post_id=post.id, author_id=post.author_id, by=by))
    return load_view(post.id)
