"""Reads of posts as their authors and the operator's reviewers work on them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jishi.content.posts.models import Post, PostStep
from jishi.content.posts.queries.rows import counted_posts, views_of
from jishi.content.posts.types import PostStatus, PostStepView, PostView
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page


def get_my_post(actor: Actor, post_id: UUID) -> PostView:
    """One of the actor's own posts, in any state but taken away by themselves; or NotFound."""
    rows = _mine(actor).filter(id=post_id)
    found = views_of(list(rows[:1]))
    if not found:
        raise NotFound()
    return found[0]


def list_my_posts(
    actor: Actor,
    *,
    status: str | Collection[str] | None = None,
    q: str = "",
    cursor: str | None = None,
    limit: int = 24,
) -> Page[PostView]:
    """The actor's posts, latest made first; two queries."""
    rows = _mine(actor)
    if status:
        rows = rows.filter(status__in=[status] if isinstance(status, str) else list(status))
    if q.strip():
        rows = rows.filter(title__icontains=q.strip()[:60])
    return _page_by_creation(rows, cursor, limit, newest_first=True)


def count_my_posts(actor: Actor) -> dict[str, int]:
    """How many posts the actor has in each status that occurs."""
    rows = Post.objects.filter(author_id=actor.require_person()).values_list("status")
    return dict(rows.annotate(n=Count("id")).order_by())


def list_my_post_ids(actor: Actor, *, limit: int = 1000) -> list[UUID]:
    """Ids of the actor's posts, latest made first, in one query."""
    return list(_mine(actor).order_by("-created_at", "-id").values_list("id", flat=True)[:limit])


def list_reviewable(actor: Actor, *, cursor: str | None = None, limit: int = 24) -> Page[PostView]:
    """Posts that wait for an operator, longest waiting first; raises NotAllowed for others."""
    if not actor.is_operator:
        raise NotAllowed()
    rows = counted_posts().filter(status=PostStatus.IN_REVIEW)
    return _page_by_creation(rows, cursor, limit, newest_first=False)


def list_posts_with_asset(asset_id: UUID, *statuses: str) -> list[UUID]:
    """Posts that a file belongs to."""
    rows = Post.objects.filter(asset_ids__contains=[asset_id], status__in=statuses)
    return list(rows.values_list("id", flat=True))


def list_steps(actor: Actor, post_id: UUID) -> tuple[PostStepView, ...]:
    """History of a post for its author and the operator, oldest first."""
    rows = PostStep.objects.filter(post_id=post_id).order_by("id")
    if not actor.is_operator:
        rows = rows.filter(post__author_id=actor.require_person())
    return tuple(PostStepView(r.source, r.target, r.by, r.note, r.at) for r in rows)


def _mine(actor: Actor) -> QuerySet[Post, Any]:
    rows = counted_posts().filter(author_id=actor.require_person())
    return rows.exclude(status=PostStatus.REMOVED, removed_by__in=["author", "system"])


def _page_by_creation(
    rows: QuerySet[Post, Any], cursor: str | None, limit: int, *, newest_first: bool
) -> Page[PostView]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, key = decode_time_cursor(cursor)
        side = "lt" if newest_first else "gt"
        rows = rows.filter(
            Q(**{f"created_at__{side}": at}) | Q(created_at=at, **{f"id__{side}": key})
        )
    order = ("-created_at", "-id") if newest_first else ("created_at", "id")
    found = list(rows.order_by(*order)[: limit + 1])
    return make_page(views_of(found), limit, lambda v: (v.created_at, v.id))
