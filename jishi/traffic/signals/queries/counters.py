"""Live counters, at most a second behind what viewers do."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.types import Heat, Key, PostCounts, ViewerTraits

# The places of the counters in a post's value; `PostCounts` has the same order.
FIELDS = tuple(PostCounts.__dataclass_fields__)
_ROW = struct.Struct("<8d")
_NOTHING = bytes(_ROW.size)


def read_count_rows(posts: Sequence[Key]) -> tuple[bytes, PostCounts]:
    """Counters of posts, and the market's totals, in one round trip.

    The first are rows of eight little-endian doubles in the order of FIELDS, one row a post.
    """
    pipe: Any = get_valkey().pipeline(transaction=False)
    pipe.hmget("signals:totals", range(1, len(FIELDS) + 1))
    if posts:
        pipe.hmget("signals:counts", list(posts))
    totals, *rows = cast("list[list[bytes | None]]", pipe.execute())
    found = b"".join(row or _NOTHING for row in rows[0]) if posts else b""
    return found, PostCounts(*(int(v or 0) for v in totals))


def get_post_counts(ids: Collection[UUID]) -> dict[UUID, PostCounts]:
    """Counters of posts, zeros included, in one round trip."""
    wanted = list(ids)
    rows, _ = read_count_rows([i.bytes for i in wanted])
    found = (PostCounts(*map(int, row)) for row in _ROW.iter_unpack(rows))
    return dict(zip(wanted, found, strict=True))


def get_product_views(ids: Collection[UUID]) -> dict[UUID, int]:
    """How often products' pages were opened, once per viewer and hour, zeros included."""
    wanted = list(ids)
    if not wanted:
        return {}
    row = get_valkey().hmget("signals:product_views", [i.bytes for i in wanted])
    return {i: int(v or 0) for i, v in zip(wanted, cast("list[Any]", row), strict=True)}


def get_totals() -> PostCounts:
    """Counters summed over all posts."""
    return read_count_rows([])[1]


def list_hot_posts(limit: int) -> list[Key]:
    """As `list_heat`, without the scores, which cost as much again."""
    return cast("list[Key]", get_valkey().zrevrange("signals:heat", 0, limit - 1))


def list_heat(limit: int) -> list[Heat]:
    """Posts with the most activity of late (half-life one day), hottest first."""
    rows = get_valkey().zrevrange("signals:heat", 0, limit - 1, withscores=True)
    return [Heat(key, score) for key, score in cast("list[Any]", rows)]


def get_viewer_traits(viewer_key: str, *, seen: int = 1000, engaged: int = 50) -> ViewerTraits:
    """What a viewer saw and liked of late, in one round trip; nothing for an unknown viewer."""
    if not viewer_key:
        return ViewerTraits({}, (), ())
    pipe: Any = get_valkey().pipeline(transaction=False)
    pipe.zrevrange(f"signals:seen:{viewer_key}", 0, seen - 1, withscores=True)
    pipe.zrevrange(f"signals:engaged:{viewer_key}", 0, engaged - 1)
    pipe.zrevrange(f"signals:disliked:{viewer_key}", 0, seen - 1)
    saw, liked, disliked = cast("list[Any]", pipe.execute())
    return ViewerTraits(dict(saw), tuple(liked), tuple(disliked))
