"""Posts of creators whom the viewer follows."""

from __future__ import annotations

import heapq

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
        found = [
            (items.published[items.row_of[post_id]], post_id)
            for creator in viewer.followed
            if (rows := items.by_author.get(creator))
            for post_id in items.latest(rows, min(limit, _EACH), followers=True)
        ]
        return [Candidate(post_id, self.name, at) for at, post_id in heapq.nlargest(limit, found)]
