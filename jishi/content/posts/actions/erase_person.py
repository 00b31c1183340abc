"""What somebody wrote and liked goes with their account."""

from __future__ import annotations

from uuid import UUID

from jishi.content.posts.actions._counters import add_to_counts
from jishi.content.posts.actions.remove_post import remove_post
from jishi.content.posts.models import Comment, CommentLike, Post, PostLike
from jishi.content.posts.types import PostStatus
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import SYSTEM


def erase_person(*, person_id: UUID) -> None:
    """Remove the person's posts, blank their comments, take their likes back; counts follow."""
    posts = Post.objects.filter(author_id=person_id).exclude(status=PostStatus.REMOVED)
    for post_id in posts.values_list("id", flat=True):
        remove_post(actor=SYSTEM, post_id=post_id, reason="account closed")
    CommentLike.objects.filter(person_id=person_id).delete()
    for post_id in PostLike.objects.filter(person_id=person_id).values_list("post_id", flat=True):
        add_to_counts(post_id, likes=-1)
    PostLike.objects.filter(person_id=person_id).delete()
    own = Comment.objects.filter(author_id=person_id)
    for comment_id, post_id in own.filter(removed_at=None).values_list("id", "post_id"):
        gone = own.filter(id=comment_id) | Comment.objects.filter(parent_id=comment_id)
        count = gone.filter(removed_at=None).update(removed_at=clock.now(), removed_by="writer")
        add_to_counts(post_id, comments=-count)
    own.update(body="")
