"""Somebody says something under a post."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions._counters import add_to_counts
from jishi.content.posts.errors import CommentsClosed, ReplyTooDeep
from jishi.content.posts.events import CommentAdded
from jishi.content.posts.models import Comment, Post
from jishi.content.posts.queries.comments import comment_view
from jishi.content.posts.queries.rows import only_visible
from jishi.content.posts.rules import COMMENT_LIMIT
from jishi.content.posts.types import CommentView, PostStatus
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor


def add_comment(
    *, actor: Actor, post_id: UUID, body: str, parent_id: UUID | None = None
) -> CommentView:
    """Comment on a post, or answer a first-level comment of it.

    Raises NotSignedIn, NotFound, CommentsClosed, ReplyTooDeep, InvalidInput, TextTooLong.
    """
    person_id = actor.require_person()
    text = clean_text(body, field="comment", limit=COMMENT_LIMIT)
    rows = only_visible(Post.objects.filter(id=post_id), actor, by_link=True)
    if not rows:
        raise NotFound()
    post = rows[0]
    if post.status not in (PostStatus.PUBLISHED, PostStatus.RESTRICTED):
        raise CommentsClosed()
    if parent_id is not None:
        # Locked, so that an answer does not slip in under a thread that is being removed.
        threads = Comment.objects.select_for_update(no_key=True)
        parent = threads.filter(id=parent_id, post_id=post_id, removed_at=None).first()
        if parent is None:
            raise NotFound()
        if parent.parent_id is not None:
            raise ReplyTooDeep()
    comment = Comment.objects.create(
        id=new_id(),
        post_id=post_id,
        author_id=person_id,
        parent_id=parent_id,
        body=text,
        created_at=clock.now(),
    )
    add_to_counts(post_id, comments=1)
    record(
        CommentAdded(
            comment_id=comment.id,
            post_id=post_id,
            person_id=person_id,
            author_id=post.author_id,
            parent_id=parent_id,
        )
    )
    return comment_view(comment)
