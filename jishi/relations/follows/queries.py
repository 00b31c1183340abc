"""Reads of follows."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from jishi.foundation.kernel.lists import MAX_PAGE, decode_time_cursor, make_page
from jishi.foundation.kernel.types import Page
from jishi.relations.follows.models import Follow
from jishi.relations.follows.types import MAX_FOLLOWED, FollowView


def is_following(person_id: UUID, creator_id: UUID) -> bool:
    """Whether `person_id` follows `creator_id`."""
    return Follow.objects.filter(follower_id=person_id, creator_id=creator_id).exists()


def list_following_among(person_id: UUID, creator_ids: Collection[UUID]) -> set[UUID]:
    """Those of `creator_ids` that `person_id` follows, in one query."""
    if not creator_ids:
        return set()
    rows = Follow.objects.filter(follower_id=person_id, creator_id__in=set(creator_ids))
    return set(rows.values_list("creator_id", flat=True))


def list_followed_ids(person_id: UUID, limit: int = MAX_FOLLOWED) -> list[UUID]:
    """Creators that a person follows, the latest first."""
    with connection.cursor() as cursor:  # a hot read of every feed page
        cursor.execute(
            "SELECT creator_id FROM follows_follow WHERE follower_id = %s"
            " ORDER BY followed_at DESC, id DESC LIMIT %s",
            [person_id, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def list_followers(
    person_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[FollowView]:
    """Who follows a person, the latest first."""
    rows = Follow.objects.filter(creator_id=person_id).values_list(
        "id", "follower_id", "followed_at"
    )
    return _page(rows, cursor, limit)


def list_followed(
    person_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[FollowView]:
    """Whom a person follows, the latest first."""
    rows = Follow.objects.filter(follower_id=person_id).values_list(
        "id", "creator_id", "followed_at"
    )
    return _page(rows, cursor, limit)


def _page(
    rows: QuerySet[Follow, tuple[object, ...]], cursor: str | None, limit: int
) -> Page[FollowView]:
    limit = max(1, min(limit, MAX_PAGE))
    rows = rows.order_by("-followed_at", "-id")
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.extra(where=["(followed_at, id) < (%s, %s)"], params=[at, key])
    views = [FollowView(*row) for row in rows[: limit + 1]]  # type: ignore[arg-type]  # values_list
    return make_page(views, limit, lambda v: (v.followed_at, v.id))


def count_followers(person_ids: Collection[UUID]) -> dict[UUID, int]:
    """Followers of each, zero included, in one query."""
    counts = dict.fromkeys(person_ids, 0)
    if counts:
        rows = Follow.objects.filter(creator_id__in=list(counts)).values_list("creator_id")
        counts.update(rows.annotate(n=Count("id")).order_by())
    return counts


def count_followed(person_id: UUID) -> int:
    """How many creators a person follows."""
    return Follow.objects.filter(follower_id=person_id).count()


def list_friends_ids(person_id: UUID, limit: int = 500) -> list[UUID]:
    """People whom a person follows and who follow back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.creator_id FROM follows_follow a JOIN follows_follow b"
            " ON b.follower_id = a.creator_id AND b.creator_id = a.follower_id"
            " WHERE a.follower_id = %s ORDER BY a.followed_at DESC, a.id DESC LIMIT %s",
            [person_id, limit],
        )
        return [row[0] for row in cursor.fetchall()]
