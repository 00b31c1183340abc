"""A comment is taken away, with its answers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from jishi.content.posts.actions._counters import add_to_counts
from jishi.content.posts.events import CommentRemoved
from jishi.content.posts.models import Comment
from jishi.content.posts.queries.comments import lock_comment
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor


def remove_comment(*, actor: Actor, comment_id: UUID) -> int:
    """Take a comment and its answers away; returns how many went.

    Its writer, the post's author and the operator may; NotFound for others.
    """
    comment = lock_comment(comment_id)
    if actor.person_id == comment.author_id:
        by = "writer"
    elif actor.person_id == comment.post.author_id:
        by = "author"
    elif actor.is_operator:
        by = "operator"
    else:
        raise NotFound()
    thread = Comment.objects.filter(Q(id=comment_id) | Q(parent_id=comment_id), removed_at=None)
    gone = thread.update(removed_at=clock.now(), removed_by=by)
    add_to_counts(comment.post_id, comments=-gone)
    audit(
        actor=actor,
        action="remove_comment",
        subject_kind="comment",
        subject_id=comment_id,
        detail={"by": by, "count": gone},
    )
    record(
        CommentRemoved(
            comment_id=comment_id, post_id=comment.post_id, author_id=comment.post.author_id
        )
    )
    return gone
