"""Live counters, at most a second behind what viewers do."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.types import Heat, Key, PostCounts, ViewerTraits

FIELDS = (
    "impressions",
    "views",
    "watch_ms",
    "completes",
    "card_clicks",
    "likes",
    "shares",
    "not_interested",
)


# The posts are named once, not once per counter: sending them is most of the work.
_READ = """
local answer = {redis.call('HMGET', 'signals:totals', unpack(KEYS))}
if #ARGV > 0 then
  for i, field in ipairs(KEYS) do
    answer[i + 1] = redis.call('HMGET', 'signals:' .. field, unpack(ARGV))
  end
end
return answer
"""


@functools.cache
def _read() -> Any:
    return get_valkey().register_script(_READ)


def read_count_columns(
    posts: Sequence[Key], fields: Sequence[str] = FIELDS
) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Counters of posts as columns in their order, and the market's totals: one round trip."""
    totals, *rows = cast("list[list[bytes | None]]", _read()(keys=list(fields), args=list(posts)))
    if not posts:
        rows = [[] for _ in fields]
    columns = {
        field: [int(v) if v else 0 for v in row] for field, row in zip(fields, rows, strict=True)
    }
    return columns, {f: int(v or 0) for f, v in zip(fields, totals, strict=True)}


def get_post_counts(ids: Collection[UUID]) -> dict[UUID, PostCounts]:
    """Counters of posts, zeros included, in one round trip."""
    wanted = list(ids)
    columns, _ = read_count_columns([i.bytes for i in wanted])
    rows = zip(*(columns[field] for field in FIELDS), strict=True)
    return {key: PostCounts(*row) for key, row in zip(wanted, rows, strict=True)}


def get_product_views(ids: Collection[UUID]) -> dict[UUID, int]:
    """How often products' pages were opened, once per viewer and hour, zeros included."""
    wanted = list(ids)
    if not wanted:
        return {}
    row = get_valkey().hmget("signals:product_views", [i.bytes for i in wanted])
    return {i: int(v or 0) for i, v in zip(wanted, cast("list[Any]", row), strict=True)}


def get_totals() -> PostCounts:
    """Counters summed over all posts."""
    row = cast("list[Any]", get_valkey().hmget("signals:totals", list(FIELDS)))
    return PostCounts(*(int(v or 0) for v in row))


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
