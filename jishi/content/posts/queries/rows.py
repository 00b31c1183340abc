"""Rows of posts with their counts, who may see them, and their frozen views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import IntegerField

from jishi.content.media.queries import list_assets
from jishi.content.media.types import AssetView
from jishi.content.posts.models import Post
from jishi.content.posts.types import (
    PostKind,
    PostStatus,
    PostView,
    Visibility,
    list_followed_among,
)
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor

_SUM = (
    "(SELECT coalesce(sum(k.{0}), 0)::int FROM posts_postcounter k WHERE k.post_id = posts_post.id)"
)


_SELECT = """
SELECT p.id, p.kind, p.author_id, p.status, p.visibility, p.title, p.body, p.topics, p.asset_ids,
       p.product_ids, p.labels, p.note, p.removed_by, p.created_at, p.updated_at, p.publish_at,
       p.published_at, k.likes, k.comments
FROM posts_post p CROSS JOIN LATERAL (
    SELECT coalesce(sum(c.likes), 0)::int, coalesce(sum(c.comments), 0)::int
    FROM posts_postcounter c WHERE c.post_id = p.id
) k (likes, comments)
WHERE """


class PostRow(NamedTuple):
    """A row of `fetch_posts`: what views and the question of who may see it need."""

    id: UUID
    kind: str
    author_id: UUID
    status: str
    visibility: str
    title: str
    body: str
    topics: list[str]
    asset_ids: list[UUID]
    product_ids: list[UUID]
    labels: list[str]
    note: str
    removed_by: str
    created_at: datetime
    updated_at: datetime
    publish_at: datetime | None
    published_at: datetime | None
    like_count: int
    comment_count: int


def fetch_posts(condition: str, values: Sequence[Any]) -> list[PostRow]:
    """As `counted_posts`, in plain SQL: the feed and product pages are read more than all else.

    `condition` is SQL of this room's code on `p`, and may end in ORDER BY and LIMIT.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + condition, values)
        return [PostRow._make(row) for row in cursor.fetchall()]


def counted_posts() -> QuerySet[Post, Any]:
    """Posts with `like_count` and `comment_count`."""
    return Post.objects.annotate(
        like_count=RawSQL(_SUM.format("likes"), [], output_field=IntegerField()),  # noqa: S611  # constants
        comment_count=RawSQL(_SUM.format("comments"), [], output_field=IntegerField()),  # noqa: S611  # constants
    )


def views_of(posts: Sequence[Any]) -> list[PostView]:
    """The views of rows of `counted_posts`, with their files in one query more."""
    assets = list_assets({a for p in posts for a in p.asset_ids})
    return [view_of(p, assets) for p in posts]


def view_of(post: Any, assets: dict[UUID, AssetView]) -> PostView:
    """The frozen view of a row of `counted_posts`."""
    shown = tuple(assets[a] for a in post.asset_ids if a in assets)
    first = shown[0] if shown else None
    return PostView(
        id=post.id,
        kind=PostKind(post.kind),
        author_id=post.author_id,
        title=post.title,
        body=post.body,
        topics=tuple(post.topics),
        asset_ids=tuple(post.asset_ids),
        product_ids=tuple(post.product_ids),
        status=PostStatus(post.status),
        visibility=Visibility(post.visibility),
        published_at=post.published_at,
        publish_at=post.publish_at,
        like_count=post.like_count,
        comment_count=post.comment_count,
        duration_ms=first.duration_ms if first else 0,
        poster_key=first.poster_key if first else "",
        labels=tuple(post.labels),
        note=post.note,
        created_at=post.created_at,
        updated_at=post.updated_at,
        assets=shown,
    )


def load_view(post_id: UUID) -> PostView:
    """A post in any state, for this room's actions; raises NotFound."""
    post = counted_posts().filter(id=post_id).first()
    if post is None:
        raise NotFound()
    return views_of([post])[0]


def lock_post(post_id: UUID) -> Post:
    """The row, locked against other changes but not against likes; raises NotFound."""
    post = Post.objects.select_for_update(no_key=True).filter(id=post_id).first()
    if post is None or post.status == PostStatus.REMOVED:
        raise NotFound()
    return post


def lock_own_post(actor: Actor, post_id: UUID) -> Post:
    """As `lock_post`; raises NotFound also for other people's posts."""
    person_id = actor.require_person()
    post = lock_post(post_id)
    if post.author_id != person_id:
        raise NotFound()
    return post


def only_visible(posts: Iterable[Any], viewer: Actor | None, *, by_link: bool) -> list[Any]:
    """Those that the viewer may see, in order; at most one query more.

    `by_link`: somebody asks for exactly this post, so one that is kept out of feeds is shown.
    """
    rows = list(posts)
    if viewer is not None and viewer.is_operator:
        return rows
    person_id = viewer.person_id if viewer else None
    asked = {p.author_id for p in rows if p.visibility == Visibility.FOLLOWERS}
    asked.discard(person_id)
    followed = list_followed_among(person_id, asked) if person_id and asked else set()
    return [p for p in rows if _is_visible(p, person_id, followed, by_link)]


def _is_visible(post: Any, person_id: UUID | None, followed: set[UUID], by_link: bool) -> bool:
    if person_id is not None and post.author_id == person_id:
        return bool(post.status != PostStatus.REMOVED or post.removed_by == "operator")
    out = {PostStatus.PUBLISHED, PostStatus.RESTRICTED} if by_link else {PostStatus.PUBLISHED}
    if post.status not in out:
        return False
    if post.visibility == Visibility.FOLLOWERS:
        return post.author_id in followed
    return bool(post.visibility == Visibility.PUBLIC)
