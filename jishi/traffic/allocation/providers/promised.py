"""Posts to which impressions are still owed."""

from __future__ import annotations

from typing import cast

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.allocation.queries.state import OPEN
from jishi.traffic.recall.queries import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer


class PromisedSource:
    """A random handful of promised posts, so that none waits for others to be served."""

    name = "promised"

    def suggest(self, viewer: KnownViewer, limit: int) -> list[Candidate]:
        """In no order of merit: every `score` is zero."""
        if limit <= 0:
            return []
        items = get_items()
        # A few more than needed: a promise may outlive its post's place in feeds by a moment.
        drawn = cast("list[bytes]", get_valkey().srandmember(OPEN, limit + 20))
        shown = [key for key in drawn if items.is_public(key)]
        return [Candidate(key, self.name, 0.0) for key in shown[:limit]]
