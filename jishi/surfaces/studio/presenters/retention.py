"""Who stays until when: a curve over the viewings of a video, read from the lake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.content.posts.types import PostView
from jishi.traffic.signals.queries import read_lake

STEPS = 20
ENOUGH = 30  # viewings below which a curve says nothing
WIDTH, HEIGHT = 640, 160
# Devices report every few seconds: what is watched between two reports may be missing.
SLACK_MS = 250
# A viewing is one viewer in one hour; `ms` is what was watched since the report before.
_VIEWINGS = """
SELECT least(sum(ms), ?) AS watched FROM signals
WHERE kind = 'progress' AND post_id = ? AND ms > 0
GROUP BY viewer_key, date_trunc('hour', happened_at)
"""


@dataclass(frozen=True, slots=True)
class RetentionPoint:
    """Share of the viewings, in percent, that lasted at least to this moment."""

    at_ms: int
    percent: int


@dataclass(frozen=True, slots=True)
class Retention:
    """The curve, and its line for a drawing of WIDTH × HEIGHT."""

    viewings: int
    points: tuple[RetentionPoint, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough viewings for a curve."""
        return self.viewings >= ENOUGH

    @property
    def line(self) -> str:
        """Points of an SVG polyline."""
        last = max(len(self.points) - 1, 1)
        return " ".join(
            f"{n * WIDTH / last:.1f},{HEIGHT - p.percent * HEIGHT / 100:.1f}"
            for n, p in enumerate(self.points)
        )

    @property
    def area(self) -> str:
        """Points of the polygon below the line."""
        return f"0,{HEIGHT} {self.line} {WIDTH},{HEIGHT}"

    @property
    def marks(self) -> tuple[RetentionPoint, ...]:
        """Every fifth of the clip, for the axis and the table."""
        return self.points[:: STEPS // 4]


def compose_retention(post: PostView) -> Retention:
    """The curve of a video post; empty without viewings."""
    rows = read_lake(_VIEWINGS, [post.duration_ms, str(post.id)])
    return draw_retention([int(row[0]) for row in rows], post.duration_ms)


def draw_retention(watched: Sequence[int], duration_ms: int) -> Retention:
    """The curve of viewings that lasted `watched` milliseconds each."""
    if not watched or duration_ms <= 0:
        return Retention(0, ())
    points = []
    for step in range(STEPS + 1):
        at = duration_ms * step // STEPS
        staying = sum(1 for ms in watched if ms >= at - SLACK_MS)
        points.append(RetentionPoint(at, round(staying * 100 / len(watched))))
    return Retention(len(watched), tuple(points))
