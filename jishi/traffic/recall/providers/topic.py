"""Posts of the topics that the viewer spent time on."""

from __future__ import annotations

from collections import Counter

from jishi.traffic.recall.queries.items import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer
from jishi.traffic.signals.types import Key

_TOPICS = 8


class TopicSource:
    """The newest public posts of the viewer's topics, in proportion to the viewer's interest."""

    name = "topic"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """Best first; `score` is the share of the viewer's interest in the post's topic."""
        items = get_items()
        taste = Counter(
            topic
            for post in viewer.traits.engaged
            if (row := items.row_of.get(post)) is not None
            for topic in items.topics[row]
        )
        total = sum(taste.values())
        if limit <= 0 or not total:
            return []
        found: dict[Key, float] = {}
        for topic, count in taste.most_common(_TOPICS):
            share = count / total
            for post in items.latest_of_topic(topic, max(1, round(limit * share))):
                found.setdefault(post, share)
        best = sorted(found.items(), key=lambda pair: -pair[1])[:limit]
        return [Candidate(post, self.name, score) for post, score in best]
