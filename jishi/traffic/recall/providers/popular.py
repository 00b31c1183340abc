"""Posts that many viewers watch now."""

from __future__ import annotations

from jishi.traffic.recall.queries.items import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer
from jishi.traffic.signals.queries import list_hot_posts


class PopularSource:
    """Public posts by recent activity."""

    name = "popular"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """The hottest first; `score` counts down from the first."""
        if limit <= 0:
            return []
        items = get_items()
        hot = [post for post in list_hot_posts(limit + 50) if items.is_public(post)]
        return [Candidate(post, self.name, -float(i)) for i, post in enumerate(hot[:limit])]
