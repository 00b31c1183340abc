"""Posts that many viewers watch now."""

from __future__ import annotations

from jishi.traffic.recall.queries.items import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer
from jishi.traffic.signals.queries import list_heat


class PopularSource:
    """Public posts by recent activity."""

    name = "popular"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """The hottest first; `score` is the heat of signals."""
        if limit <= 0:
            return []
        items = get_items()
        hot = [h for h in list_heat(limit + 50) if items.is_public(h.post)]
        return [Candidate(h.post, self.name, h.score) for h in hot[:limit]]
