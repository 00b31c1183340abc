"""The one place where a post's status changes."""

from __future__ import annotations

from jishi.content.posts.events import PostPublished
from jishi.content.posts.models import Post, PostStep
from jishi.content.posts.rules import POST_LIFECYCLE
from jishi.content.posts.types import PostStatus
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor


def move_post(post: Post, target: PostStatus, *, actor: Actor, by: str, note: str = "") -> None:
    """Move a locked row along its lifecycle, save it whole, keep the step, write the audit.

    Raises TransitionRefused when the lifecycle has no such step for `by`.
    """
    source = post.status
    POST_LIFECYCLE.check(source, target, by)
    now = clock.now()
    post.status, post.updated_at, post.note = target, now, note
    if target is PostStatus.PUBLISHED:
        post.publish_at = None
        post.published_at = post.published_at or now
    if target is PostStatus.REMOVED:
        post.removed_by = by
    post.save()
    PostStep.objects.create(
        post=post,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note,
        at=now,
    )
    audit(
        actor=actor,
        action="move_post",
        subject_kind="post",
        subject_id=post.id,
        detail={"from": source, "to": target, "by": by, "note": note},
    )
    if target is PostStatus.PUBLISHED:
        record(
            PostPublished(
                post_id=post.id,
                author_id=post.author_id,
                kind=post.kind,
                visibility=post.visibility,
                topics=tuple(post.topics),
                product_ids=tuple(post.product_ids),
            )
        )
