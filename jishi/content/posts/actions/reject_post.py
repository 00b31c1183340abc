"""An operator sends a post back."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions.move_post import move_post
from jishi.content.posts.queries.rows import load_view, lock_post
from jishi.content.posts.rules import NOTE_LIMIT
from jishi.content.posts.types import PostStatus, PostView
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor


def reject_post(*, actor: Actor, post_id: UUID, reason: str) -> PostView:
    """Make a post in review a draft again with a reason; raises NotAllowed, TransitionRefused."""
    if not actor.is_operator:
        raise NotAllowed()
    post = lock_post(post_id)
    note = clean_line(reason, field="reason", limit=NOTE_LIMIT)
    move_post(post, PostStatus.DRAFT, actor=actor, by="operator", note=note)
    return load_view(post.id)
