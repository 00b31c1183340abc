"""Posts in the feeds for tests, and the contract that every source must keep."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.traffic.recall.queries import get_items
from jishi.traffic.recall.queries.items import announce_change
from jishi.traffic.recall.types import KnownViewer, Source
from jishi.traffic.signals.factories import make_viewer
from jishi.traffic.signals.types import Viewer, ViewerTraits


def make_items(rows: Iterable[dict[str, object]]) -> list[UUID]:
    """Put many posts into the feeds at once, as their handlers would one by one."""
    values: list[Any] = []
    ids: list[Any] = []
    for number, row in enumerate(rows):
        at = clock.now() - timedelta(minutes=number)
        item = {
            "post_id": uuid4(),
            "author_id": uuid4(),
            "kind": "video",
            "topics": [],
            "published_at": at,
            "is_commercial": False,
            "for_followers": False,
        } | row
        ids.append(item["post_id"])
        values.append(list(item.values()))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO recall_recallitem (post_id, author_id, kind, topics, published_at,"
            " is_commercial, for_followers, is_out, duration_ms)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, true, 0)",
            values,
        )
    announce_change()
    return ids


def make_item(
    *,
    author_id: UUID | None = None,
    topics: Sequence[str] = (),
    published_at: datetime | None = None,
    is_commercial: bool = False,
    for_followers: bool = False,
) -> UUID:
    """Put one post into the feeds."""
    row: dict[str, object] = {
        "author_id": author_id or uuid4(),
        "topics": list(topics),
        "is_commercial": is_commercial,
        "for_followers": for_followers,
    }
    if published_at:
        row["published_at"] = published_at
    return make_items([row])[0]


def known(
    viewer: Viewer | None = None,
    *,
    followed: Sequence[UUID] = (),
    engaged: Sequence[UUID] = (),
) -> KnownViewer:
    """A viewer of whom exactly this is known."""
    return KnownViewer(
        viewer or make_viewer(),
        tuple(i.bytes for i in followed),
        ViewerTraits({}, tuple(i.bytes for i in engaged), ()),
    )


def check_source(source: Source, viewer: KnownViewer, *, expect: bool) -> None:
    """The contract of `Source`; with `expect` it must propose something for this viewer."""
    items = get_items()
    for limit in (0, 1, 7, 100):
        found = list(source.suggest(viewer, limit))
        assert len(found) <= limit
        assert len({c.post for c in found}) == len(found)
        assert all(c.source == source.name for c in found)
        assert all(math.isfinite(c.score) for c in found)
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
        for candidate in found:
            item = items.get(candidate.post)
            assert item is not None, "a post that is not out"
            assert not item.for_followers or item.author in viewer.followed
        if expect and limit:
            assert found
    assert isinstance(list(source.suggest(known(), 10)), list)
