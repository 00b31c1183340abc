"""Posts for tests, made by the real actions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from django.db import transaction

from jishi.content.media.factories import make_picture, make_video, render_clip
from jishi.content.posts.actions.create_post import create_post
from jishi.content.posts.actions.publish_post import publish_post
from jishi.content.posts.types import PostKind, PostView
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel.types import person_actor


@cache
def short_clip() -> Path:
    """A clip of one second, rendered once in a run; it needs no encoding."""
    return render_clip(
        Path(mkdtemp(prefix="jishi-clip-")) / "clip.mp4", seconds=1.2, size="320x240"
    )


def make_article(*, author: UUID | None = None, published: bool = True, **values: Any) -> PostView:
    """An article with one picture."""
    author = author or make_person().id
    actor = person_actor(author)
    with transaction.atomic():
        picture = make_picture(owner=author, size=(640, 480))
        values = {"title": "Harvest", "asset_ids": [picture.id]} | values
        post = create_post(actor=actor, kind=PostKind.ARTICLE, **values)
        return publish_post(actor=actor, post_id=post.id) if published else post


def make_video_post(*, author: UUID | None = None, **values: Any) -> PostView:
    """A video post that waits for its video; `run_pending_jobs()` brings it out."""
    author = author or make_person().id
    actor = person_actor(author)
    with transaction.atomic():
        video = make_video(owner=author, path=short_clip())
        values = {"title": "Bees at work", "asset_ids": [video.id]} | values
        post = create_post(actor=actor, kind=PostKind.VIDEO, **values)
        return publish_post(actor=actor, post_id=post.id)
