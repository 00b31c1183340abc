"""Reads of comments: threads under a post, answers of a thread, an author's inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import IntegerField

from jishi.content.media.queries import list_assets
from jishi.content.posts.models import Comment, CommentLike, Post
from jishi.content.posts.queries.rows import only_visible
from jishi.content.posts.rules import FIRST_REPLIES
from jishi.content.posts.types import CommentView, InboxComment, PostStatus
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Actor, Page

_LIKES = "(SELECT count(*)::int FROM posts_commentlike l WHERE l.comment_id = posts_comment.id)"
_ANSWERS = (
    "(SELECT count(*)::int FROM posts_comment a"
    " WHERE a.parent_id = posts_comment.id AND a.removed_at IS NULL)"
)
_FIRST_ANSWERS = """
SELECT id FROM (
  SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY created_at, id) AS place
  FROM posts_comment WHERE parent_id = ANY(%s) AND removed_at IS NULL
) ranked WHERE place <= %s
"""


def list_comments(
    post_id: UUID, viewer: Actor | None, *, cursor: str | None = None, limit: int = 20
) -> Page[CommentView]:
    """Threads under a post, newest first, each with its first three answers.

    Raises NotFound when the viewer may not see the post. Four queries, five when signed in.
    """
    if not only_visible(Post.objects.filter(id=post_id), viewer, by_link=True):
        raise NotFound()
    rows = _counted().filter(post_id=post_id, parent=None)
    page = _page(rows, cursor, limit, newest_first=True)
    answers = _first_answers([c.id for c in page.items])
    liked = _liked(viewer, [*page.items, *answers])
    by_parent: dict[UUID, list[CommentView]] = {}
    for row in answers:
        by_parent.setdefault(row.parent_id, []).append(_view(row, liked))
    views = [_view(c, liked, by_parent.get(c.id, ())) for c in page.items]
    return Page(tuple(views), page.next_cursor)


def list_replies(
    comment_id: UUID, viewer: Actor | None, *, cursor: str | None = None, limit: int = 20
) -> Page[CommentView]:
    """Answers of a thread, oldest first; raises NotFound as `list_comments`."""
    root = Comment.objects.select_related("post").filter(id=comment_id, removed_at=None).first()
    if root is None or not only_visible([root.post], viewer, by_link=True):
        raise NotFound()
    rows = _counted().filter(parent_id=comment_id)
    page = _page(rows, cursor, limit, newest_first=False)
    liked = _liked(viewer, page.items)
    return Page(tuple(_view(c, liked) for c in page.items), page.next_cursor)


def list_inbox(
    actor: Actor, *, unanswered: bool = False, cursor: str | None = None, limit: int = 20
) -> Page[InboxComment]:
    """What others wrote under the actor's posts, newest first; two queries."""
    rows = _inbox(actor, unanswered).select_related("post")
    page = _page(rows, cursor, limit, newest_first=True)
    assets = list_assets({a for c in page.items for a in c.post.asset_ids[:1]})
    items = []
    for row in page.items:
        first = assets.get(row.post.asset_ids[0]) if row.post.asset_ids else None
        poster = first.poster_key if first else ""
        items.append(InboxComment(_view(row, set()), row.post.title, poster, row.is_answered))
    return Page(tuple(items), page.next_cursor)


def count_unanswered(actor: Actor) -> int:
    """Threads under the actor's posts that they have not answered yet."""
    return _inbox(actor, unanswered=True).count()


def _inbox(actor: Actor, unanswered: bool) -> QuerySet[Comment, Any]:
    person_id = actor.require_person()
    answer = Comment.objects.filter(parent_id=OuterRef("id"), author_id=person_id, removed_at=None)
    rows = (
        _counted()
        .annotate(is_answered=Exists(answer))
        .filter(post__author_id=person_id, parent=None)
        .exclude(post__status=PostStatus.REMOVED)
        .exclude(author_id=person_id)
    )
    return rows.filter(is_answered=False) if unanswered else rows


def lock_comment(comment_id: UUID) -> Comment:
    """The row with its post, locked until the transaction ends; raises NotFound."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).select_related("post")
    comment = rows.filter(id=comment_id, removed_at=None).first()
    if comment is None:
        raise NotFound()
    return comment


def _counted() -> QuerySet[Comment, Any]:
    return Comment.objects.filter(removed_at=None).annotate(
        like_count=RawSQL(_LIKES, [], output_field=IntegerField()),  # noqa: S611  # constants
        reply_count=RawSQL(_ANSWERS, [], output_field=IntegerField()),  # noqa: S611  # constants
    )


def _first_answers(ids: list[UUID]) -> list[Any]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_ANSWERS, [ids, FIRST_REPLIES])
        wanted = [row[0] for row in cursor.fetchall()]
    return list(_counted().filter(id__in=wanted).order_by("created_at", "id")) if wanted else []


def _liked(viewer: Actor | None, rows: Sequence[Any]) -> set[UUID]:
    if viewer is None or viewer.person_id is None or not rows:
        return set()
    likes = CommentLike.objects.filter(
        person_id=viewer.person_id, comment_id__in=[c.id for c in rows]
    )
    return set(likes.values_list("comment_id", flat=True))


def _page(
    rows: QuerySet[Comment, Any], cursor: str | None, limit: int, *, newest_first: bool
) -> Page[Any]:
    limit = max(1, min(limit, MAX_PAGE))
    if cursor:
        at, key = decode_time_cursor(cursor)
        side = "lt" if newest_first else "gt"
        rows = rows.filter(
            Q(**{f"created_at__{side}": at}) | Q(created_at=at, **{f"id__{side}": key})
        )
    order = ("-created_at", "-id") if newest_first else ("created_at", "id")
    return make_page(
        list(rows.order_by(*order)[: limit + 1]), limit, lambda c: (c.created_at, c.id)
    )


def _view(row: Any, liked: set[UUID], replies: Sequence[CommentView] = ()) -> CommentView:
    return CommentView(
        id=row.id,
        post_id=row.post_id,
        author_id=row.author_id,
        body=row.body,
        parent_id=row.parent_id,
        created_at=row.created_at,
        like_count=getattr(row, "like_count", 0),
        reply_count=getattr(row, "reply_count", 0),
        replies=tuple(replies),
        is_liked=row.id in liked,
    )


def comment_view(row: Comment) -> CommentView:
    """The view of a comment that was just written."""
    return _view(row, set())
