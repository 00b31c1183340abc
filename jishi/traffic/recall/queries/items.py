"""All posts that feeds may show, in the memory of each web process: some 350 bytes a post.

A process asks Valkey for the version before each use (some 0.1 ms) and reads only the rows that
changed since; all of them when Valkey has lost its data.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import connection

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.recall.types import Item
from jishi.traffic.signals.types import Key

VERSION_KEY = "recall:version"
EPOCH_KEY = "recall:epoch"  # of this Valkey's data: another one counts from another start
# A row may become visible after a row that was written later: look back this far.
_OVERLAP = timedelta(seconds=30)
_OUT, _VIDEO, _COMMERCIAL, _FOLLOWERS = 1, 2, 4, 8
_COLUMNS = (
    "post_id, author_id, published_at, topics, kind, is_commercial, for_followers, is_out,"
    " changed_at"
)


class ItemTable:
    """Columns by row number, and rows in the order of time: all, by author, by topic."""

    def __init__(self) -> None:
        self.posts: list[Key] = []
        self.row_of: dict[Key, int] = {}
        self.authors: list[Key] = []
        self.published = array("d")
        self.flags = bytearray()
        self.topics: list[tuple[str, ...]] = []
        self.recent = array("i")
        self.by_author: dict[Key, array[int]] = {}
        self.by_topic: dict[str, array[int]] = {}
        self._interned: dict[object, Any] = {}

    def __len__(self) -> int:
        return len(self.posts)

    def put(self, item: Item, *, is_out: bool = True) -> None:
        """Add a post or bring it up to date."""
        flags = is_out * _OUT | item.is_video * _VIDEO | item.is_commercial * _COMMERCIAL
        flags |= item.for_followers * _FOLLOWERS
        row = self.row_of.get(item.post)
        topics = self._interned.setdefault(item.topics, item.topics)
        if row is None:
            row = len(self.posts)
            author = self._interned.setdefault(item.author, item.author)
            self.posts.append(item.post)
            self.authors.append(author)
            self.published.append(item.published_at)
            self.topics.append(topics)
            self.flags.append(flags)
            self._place(self.recent, row)
            self._place(self.by_author.setdefault(author, array("i")), row)
            for topic in topics:
                self._place(self.by_topic.setdefault(topic, array("i")), row)
            self.row_of[item.post] = row
            return
        self.flags[row] = flags
        for topic in set(topics) - set(self.topics[row]):
            self._place(self.by_topic.setdefault(topic, array("i")), row)
        self.topics[row] = topics  # a topic that was taken away is left out when it is read

    def _place(self, rows: array[int], row: int) -> None:
        at = self.published[row]
        if not rows or self.published[rows[-1]] <= at:
            rows.append(row)
        else:
            rows.insert(bisect_right(rows, at, key=self.published.__getitem__), row)

    def get(self, post: Key) -> Item | None:
        """What is known of a post that is out, or None."""
        row = self.row_of.get(post)
        return self.item(row) if row is not None and self.flags[row] & _OUT else None

    def item(self, row: int) -> Item:
        """The post of a row."""
        flags = self.flags[row]
        return Item(
            self.posts[row],
            self.authors[row],
            self.published[row],
            self.topics[row],
            bool(flags & _VIDEO),
            bool(flags & _COMMERCIAL),
            bool(flags & _FOLLOWERS),
        )

    def latest(self, rows: array[int], limit: int) -> list[Key]:
        """The last `limit` public posts of rows in the order of time, newest first."""
        found: list[Key] = []
        for row in reversed(rows):
            if self.flags[row] & (_OUT | _FOLLOWERS) == _OUT:
                found.append(self.posts[row])
                if len(found) == limit:
                    break
        return found

    def latest_of_authors(self, authors: Iterable[Key], limit: int, each: int) -> list[Key]:
        """The newest posts of authors, posts for followers included, at most `each` of one."""
        rows = array("i")
        for author in authors:
            if of_author := self.by_author.get(author):
                rows.extend(of_author[-each:])
        ordered = sorted(rows, key=self.published.__getitem__, reverse=True)
        return [self.posts[row] for row in ordered if self.flags[row] & _OUT][:limit]

    def latest_of_topic(self, topic: str, limit: int) -> list[Key]:
        """Public posts with a topic, newest first."""
        rows = self.by_topic.get(topic, array("i"))
        found = self.latest(rows, 2 * limit)
        return [p for p in found if topic in self.topics[self.row_of[p]]][:limit]

    def is_commercial(self, row: int) -> bool:
        """Whether the post of a row carries products or is paid for."""
        return bool(self.flags[row] & _COMMERCIAL)

    def is_public(self, post: Key) -> bool:
        """Whether everybody may see the post in a feed."""
        row = self.row_of.get(post)
        return row is not None and self.flags[row] & (_OUT | _FOLLOWERS) == _OUT


_lock = threading.Lock()
# (epoch and number of the version, the newest change read, the table)
_state: tuple[list[bytes | None] | None, datetime | None, ItemTable] = (None, None, ItemTable())


def announce_change() -> None:
    """Have every process look for changed rows before its next use of the table."""
    pipe: Any = get_valkey().pipeline(transaction=True)
    pipe.set(EPOCH_KEY, new_id().bytes, nx=True)
    pipe.incr(VERSION_KEY)
    pipe.execute()


_pinned: ContextVar[ItemTable | None] = ContextVar("pinned_items", default=None)


@contextmanager
def pinned_items() -> Iterator[ItemTable]:
    """Use one table throughout a block, as it was at its start, without asking again."""
    table = get_items()
    token = _pinned.set(table)
    try:
        yield table
    finally:
        _pinned.reset(token)


def get_items() -> ItemTable:
    """The table, up to date with all changes announced before the call."""
    global _state
    if (pinned := _pinned.get()) is not None:
        return pinned
    version = cast("list[bytes | None]", get_valkey().mget(EPOCH_KEY, VERSION_KEY))
    if version == _state[0]:
        return _state[2]
    with _lock:
        known, changed_at, table = _state
        if version != known:
            if known is None or known[0] != version[0]:
                changed_at, table = None, ItemTable()
            newest = _load(table, changed_at)
            _state = (version, newest or changed_at, table)
    return table


def _load(table: ItemTable, since: datetime | None) -> datetime | None:
    newest: datetime | None = None
    where = "changed_at > %s" if since else "is_out"
    parameters = [since - _OVERLAP] if since else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM recall_recallitem WHERE {where} ORDER BY published_at",  # noqa: S608
            parameters,
        )
        while rows := cursor.fetchmany(5000):
            for post, author, published, topics, kind, commercial, followers, out, changed in rows:
                table.put(
                    Item(
                        post.bytes,
                        author.bytes,
                        published.timestamp(),
                        tuple(topics),
                        kind == "video",
                        commercial,
                        followers,
                    ),
                    is_out=out,
                )
                newest = changed if newest is None or changed > newest else newest
    return newest
