"""A draft goes out: now, when its video can be watched, or at a time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.content.posts.actions._content import check_complete, check_products
from jishi.content.posts.actions.move_post import move_post
from jishi.content.posts.errors import BadTime
from jishi.content.posts.models import Post
from jishi.content.posts.policies import REVIEW_REQUIRED
from jishi.content.posts.queries.rows import load_view, lock_own_post, lock_post
from jishi.content.posts.types import SCHEDULE_WINDOW, PostStatus, PostView
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import DomainError, NotFound, TransitionRefused
from jishi.foundation.kernel.types import SYSTEM, Actor


def publish_post(*, actor: Actor, post_id: UUID, at: datetime | None = None) -> PostView:
    """Publish the actor's draft, or note to do so at `at`; calling again changes nothing.

    A video that can't be watched yet keeps it in `processing`; a market that reviews posts
    puts it `in_review`. Raises NotFound, VideoMissing, PicturesMissing, PicturesNotReady,
    MediaUnusable, ProductNotOnSale, BadTime, TransitionRefused.
    """
    post = lock_own_post(actor, post_id)
    if post.status in (PostStatus.PROCESSING, PostStatus.IN_REVIEW, PostStatus.PUBLISHED):
        return load_view(post.id)
    if post.status != PostStatus.DRAFT:
        raise TransitionRefused(status=post.status, to=PostStatus.PUBLISHED)
    now = clock.now()
    if at is not None and not now < at <= now + SCHEDULE_WINDOW:
        raise BadTime(days=SCHEDULE_WINDOW.days)
    check_products(post.product_ids)
    check_complete(post)
    if at is not None:
        post.publish_at = at
        post.note = ""
        post.save(update_fields=["publish_at", "note"])
        audit(
            actor=actor,
            action="schedule_post",
            subject_kind="post",
            subject_id=post.id,
            detail={"at": at.isoformat()},
        )
        return load_view(post.id)
    post.publish_at = None
    _advance(post, actor=actor, by="author")
    return load_view(post.id)


def publish_due(post_id: UUID) -> None:
    """Timer: a scheduled post goes out; the code of what keeps it from that goes into `note`."""
    post = lock_post(post_id)
    if post.status != PostStatus.DRAFT or not post.publish_at or post.publish_at > clock.now():
        return
    post.publish_at = None
    try:
        check_products(post.product_ids)
        check_complete(post)
    except DomainError as error:
        post.note = error.code
        post.save(update_fields=["publish_at", "note"])
        return
    _advance(post, actor=SYSTEM, by="system")


def advance_post(*, post_id: UUID) -> None:
    """A file of a waiting post became playable: send the post on; otherwise nothing."""
    try:
        post = lock_post(post_id)
    except NotFound:
        return
    if post.status == PostStatus.PROCESSING and check_complete(post):
        _advance(post, actor=SYSTEM, by="system")


def _advance(post: Post, *, actor: Actor, by: str) -> None:
    if not check_complete(post):
        target = PostStatus.PROCESSING
    elif REVIEW_REQUIRED.get():
        target = PostStatus.IN_REVIEW
    else:
        target = PostStatus.PUBLISHED
    move_post(post, target, actor=actor, by=by)
