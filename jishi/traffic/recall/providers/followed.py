"""Posts of creators whom the viewer follows."""

from __future__ import annotations

from jishi.traffic.recall.queries.items import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer

_EACH = 50  # of one creator: nobody fills the page alone


class FollowedSource:
    """Posts of followed creators by time, those for followers included."""

    name = "followed"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """The newest first; `score` is the time of publication."""
        if limit <= 0:
            return []
        items = get_items()
        return [
            Candidate(post, self.name, items.published[items.row_of[post]])
            for post in items.latest_of_authors(viewer.followed, limit, _EACH)
        ]
