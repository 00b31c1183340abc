"""The newest posts of all."""

from __future__ import annotations

from jishi.traffic.recall.queries.items import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer


class FreshSource:
    """Public posts by time of publication."""

    name = "fresh"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """The newest first; `score` is the time of publication."""
        if limit <= 0:
            return []
        items = get_items()
        name, published, row_of = self.name, items.published, items.row_of
        return [
            Candidate(post, name, published[row_of[post]])
            for post in items.latest(items.recent, limit)
        ]
