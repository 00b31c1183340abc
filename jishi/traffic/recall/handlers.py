"""Recall follows what happens to posts."""

from __future__ import annotations

from jishi.content.posts.events import PostChanged, PostPublished, PostRemoved, PostRestricted
from jishi.foundation.kernel.events import subscribe
from jishi.foundation.kernel.types import SYSTEM
from jishi.traffic.recall.actions import index_post


@subscribe(PostPublished)
def enter_feeds(event: PostPublished) -> None:
    """A post is out."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostChanged)
def change_in_feeds(event: PostChanged) -> None:
    """Its topics, products or visibility changed."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostRestricted)
def leave_feeds_when_restricted(event: PostRestricted) -> None:
    """The operator keeps it out."""
    index_post(actor=SYSTEM, post_id=event.post_id)


@subscribe(PostRemoved)
def leave_feeds(event: PostRemoved) -> None:
    """It is gone."""
    index_post(actor=SYSTEM, post_id=event.post_id)
