"""A post that is not out yet becomes a draft again."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions.move_post import move_post
from jishi.content.posts.queries.rows import load_view, lock_own_post, lock_post
from jishi.content.posts.types import PostStatus, PostView
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import SYSTEM, Actor


def withdraw_post(*, actor: Actor, post_id: UUID) -> PostView:
    """Stop a scheduled, processing or waiting post; raises NotFound, TransitionRefused."""
    post = lock_own_post(actor, post_id)
    if post.status == PostStatus.DRAFT:
        if post.publish_at is not None:
            post.publish_at = None
            post.save(update_fields=["publish_at"])
            audit(actor=actor, action="unschedule_post", subject_kind="post", subject_id=post.id)
    else:
        move_post(post, PostStatus.DRAFT, actor=actor, by="author")
    return load_view(post.id)


def return_post(*, post_id: UUID, note: str) -> None:
    """A file of a waiting post was refused: the post is a draft again, with the reason."""
    post = lock_post(post_id)
    if post.status == PostStatus.PROCESSING:
        move_post(post, PostStatus.DRAFT, actor=SYSTEM, by="system", note=note[:200])
