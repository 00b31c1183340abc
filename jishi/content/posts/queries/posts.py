"""Reads of posts as viewers see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jishi.content.posts.models import Post, PostLike
from jishi.content.posts.queries.rows import counted_posts, fetch_posts, only_visible, views_of
from jishi.content.posts.rules import LIFECYCLES, topic_key
from jishi.content.posts.types import PostStatus, PostView, Visibility
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Lifecycle, Page


def get_post(viewer: Actor | None, post_id: UUID) -> PostView:
    """One post; raises NotFound when it isn't there or isn't for this viewer."""
    rows = only_visible(fetch_posts("p.id = %s", [post_id]), viewer, by_link=True)
    if not rows:
        raise NotFound()
    return views_of(rows)[0]


def list_posts(ids: Collection[UUID], viewer: Actor | None) -> dict[UUID, PostView]:
    """Posts by id, in the order of `ids`, as a feed may show them to the viewer.

    Two queries (three when some are for followers only); what may not be shown is left out.
    """
    if not ids:
        return {}
    rows = only_visible(fetch_posts("p.id = ANY(%s)", [list(ids)]), viewer, by_link=False)
    found = {v.id: v for v in views_of(rows)}
    return {i: found[i] for i in ids if i in found}


def list_posts_of(
    author_id: UUID, viewer: Actor | None, *, cursor: str | None = None, limit: int = 24
) -> Page[PostView]:
    """What an author has out and the viewer may see, newest first."""
    rows = _out().filter(author_id=author_id)
    if viewer is None or viewer.person_id != author_id:
        rows = rows.exclude(visibility=Visibility.PRIVATE)
    return _page_of(rows, viewer, cursor, limit)


def list_topic_posts(
    topic: str, viewer: Actor | None = None, *, cursor: str | None = None, limit: int = 24
) -> Page[PostView]:
    """Public posts with a topic, newest first."""
    rows = _out().filter(topic_keys__contains=[topic_key(topic)], visibility=Visibility.PUBLIC)
    return _page_of(rows, viewer, cursor, limit)


def list_recent_posts(
    viewer: Actor | None = None, *, cursor: str | None = None, limit: int = 24
) -> Page[PostView]:
    """All public posts, newest first."""
    rows = _out().filter(visibility=Visibility.PUBLIC)
    return _page_of(rows, viewer, cursor, limit)


def list_posts_with_product(product_id: UUID, *, limit: int = 12) -> tuple[PostView, ...]:
    """Public posts that carry a product, newest first."""
    condition = (
        "p.product_ids @> ARRAY[%s]::uuid[] AND p.status = 'published' AND p.visibility = 'public'"
        f" ORDER BY p.published_at DESC, p.id DESC LIMIT {int(limit)}"
    )
    return tuple(views_of(fetch_posts(condition, [product_id])))


def list_liked(viewer: Actor | None, post_ids: Collection[UUID]) -> set[UUID]:
    """Those of `post_ids` that the viewer likes."""
    if viewer is None or viewer.person_id is None or not post_ids:
        return set()
    rows = PostLike.objects.filter(person_id=viewer.person_id, post_id__in=list(post_ids))
    return set(rows.values_list("post_id", flat=True))


def list_liked_posts(
    viewer: Actor, *, cursor: str | None = None, limit: int = 24
) -> Page[PostView]:
    """What the viewer likes and may still see, latest like first."""
    likes = PostLike.objects.filter(person_id=viewer.require_person())
    if cursor:
        at, key = decode_time_cursor(cursor)
        likes = likes.filter(Q(liked_at__lt=at) | Q(liked_at=at, post_id__lt=key))
    found = list(
        likes.order_by("-liked_at", "-post_id").values_list("liked_at", "post_id")[: limit + 1]
    )
    page = make_page(found, limit, lambda row: row)
    posts = list_posts([post_id for _, post_id in page.items], viewer)
    return Page(tuple(posts.values()), page.next_cursor)


def list_popular_topics(limit: int = 12) -> tuple[tuple[str, int], ...]:
    """Topics of the last thirty days with their number of public posts, most used first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(t.topic), count(*) AS posts FROM posts_post p,"
            " unnest(p.topics, p.topic_keys) AS t(topic, key)"
            " WHERE p.status = %s AND p.visibility = %s AND p.published_at > %s"
            " GROUP BY t.key ORDER BY posts DESC, t.key LIMIT %s",
            [
                PostStatus.PUBLISHED,
                Visibility.PUBLIC,
                clock.now() - timedelta(days=30),
                limit,
            ],
        )
        return tuple(cursor.fetchall())


def count_published(author_id: UUID) -> int:
    """Posts of an author that are out for everybody."""
    return Post.objects.filter(
        author_id=author_id, status=PostStatus.PUBLISHED, visibility=Visibility.PUBLIC
    ).count()


def list_due_posts(limit: int) -> list[UUID]:
    """Scheduled posts whose time has come, oldest first."""
    rows = Post.objects.filter(status=PostStatus.DRAFT, publish_at__lte=clock.now())
    return list(rows.order_by("publish_at").values_list("id", flat=True)[:limit])


def list_lifecycles() -> tuple[Lifecycle, ...]:
    """The state machines of this room."""
    return LIFECYCLES


def _out() -> QuerySet[Post, Any]:
    return counted_posts().filter(status=PostStatus.PUBLISHED)


def _page_of(
    rows: QuerySet[Post, Any], viewer: Actor | None, cursor: str | None, limit: int
) -> Page[PostView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(published_at__lt=at) | Q(published_at=at, id__lt=key))
    page = make_page(list(rows.order_by("-published_at", "-id")[: limit + 1]), limit, _sort_key)
    visible = only_visible(page.items, viewer, by_link=False)
    return Page(tuple(views_of(visible)), page.next_cursor)


def _sort_key(post: Any) -> tuple[datetime, UUID]:
    return post.published_at, post.id
