"""Somebody likes a comment, or takes that back."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.models import Comment, CommentLike
from jishi.content.posts.queries.rows import only_visible
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor


def like_comment(*, actor: Actor, comment_id: UUID) -> int:
    """Like a comment once, however often it is asked; returns its likes now.

    Raises NotSignedIn, NotFound.
    """
    person_id = _check(actor, comment_id)
    CommentLike.objects.bulk_create(
        [CommentLike(comment_id=comment_id, person_id=person_id, liked_at=clock.now())],
        ignore_conflicts=True,
    )
    return CommentLike.objects.filter(comment_id=comment_id).count()


def unlike_comment(*, actor: Actor, comment_id: UUID) -> int:
    """Take a comment's like back, if there is one; returns its likes now.

    Raises NotSignedIn, NotFound.
    """
    person_id = _check(actor, comment_id)
    CommentLike.objects.filter(comment_id=comment_id, person_id=person_id).delete()
    return CommentLike.objects.filter(comment_id=comment_id).count()


def _check(actor: Actor, comment_id: UUID) -> UUID:
    person_id = actor.require_person()
    row = Comment.objects.select_related("post").filter(id=comment_id, removed_at=None).first()
    if row is None or not only_visible([row.post], actor, by_link=True):
        raise NotFound()
    return person_id
