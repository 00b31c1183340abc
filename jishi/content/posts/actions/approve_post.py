"""An operator lets a post out."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions._content import check_complete
from jishi.content.posts.actions.move_post import move_post
from jishi.content.posts.queries.rows import load_view, lock_post
from jishi.content.posts.types import PostStatus, PostView
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.types import Actor


def approve_post(*, actor: Actor, post_id: UUID) -> PostView:
    """Publish a post that waits for review; raises NotAllowed, NotFound, TransitionRefused."""
    if not actor.is_operator:
        raise NotAllowed()
    post = lock_post(post_id)
    check_complete(post)
    if post.status != PostStatus.PUBLISHED:
        move_post(post, PostStatus.PUBLISHED, actor=actor, by="operator")
    return load_view(post.id)
