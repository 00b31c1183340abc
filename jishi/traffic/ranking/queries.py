"""Values of candidates for a viewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from jishi.foundation.kernel import clock
from jishi.traffic.ranking import policies
from jishi.traffic.ranking.rules import (
    START_RATES,
    market_rate,
    rate_deviation,
    recency,
    smoothed_rate,
)
from jishi.traffic.ranking.types import PARTS, Ranking
from jishi.traffic.recall.queries import get_items
from jishi.traffic.recall.types import Candidate, KnownViewer
from jishi.traffic.signals.queries import FIELDS, read_count_rows

_RATES = (
    ("views", policies.VIEW),
    ("completes", policies.COMPLETE),
    ("likes", policies.LIKE),
    ("card_clicks", policies.CARD_CLICK),
    ("shares", policies.SHARE),
    ("not_interested", policies.DISLIKE),
)


def rank(viewer: KnownViewer, candidates: Sequence[Candidate]) -> Ranking:
    """The value of each candidate for the viewer: `Σ weight · expected acts`, plus what is known.

    Rates come from the past only and are drawn to the market's own while a post is young. No SQL
    (policy values apart), one round trip to Valkey; posts that are gone in the meantime are
    left out.
    """
    items = get_items()
    kept = [c for c in candidates if c.post in items.row_of]
    posts = [c.post for c in kept]
    rows = [items.row_of[post] for post in posts]
    found, totals = read_count_rows(posts)
    counts = np.frombuffer(found, dtype="<f8").reshape(len(posts), len(FIELDS))
    prior = policies.PRIOR_IMPRESSIONS.get()
    parts = np.zeros((len(posts), len(PARTS)))
    variance = np.zeros(len(posts))
    impressions = counts[:, FIELDS.index("impressions")]
    for index, (field, weight) in enumerate(_RATES):
        base = market_rate(getattr(totals, field), totals.impressions, START_RATES[field])
        rates = smoothed_rate(counts[:, FIELDS.index(field)], impressions, base, prior)
        parts[:, index] = weight.get() * rates
        variance += (weight.get() * rate_deviation(rates, impressions, prior)) ** 2
    ages = clock.now().timestamp() - np.array([items.published[r] for r in rows], dtype=float)
    parts[:, 6] = policies.RECENT.get() * recency(ages, policies.HALF_LIFE_HOURS.get())
    parts[:, 7] = policies.FOLLOWED.get() * _followed(viewer, [items.authors[r] for r in rows])
    parts[:, 8] = policies.TOPIC.get() * _interest(viewer, [items.topics[r] for r in rows])
    return Ranking(
        tuple(posts),
        tuple(rows),
        tuple(c.source for c in kept),
        parts.sum(axis=1),
        np.sqrt(variance),
        parts,
    )


def _followed(viewer: KnownViewer, authors: Sequence[object]) -> np.ndarray:
    followed = set(viewer.followed)
    return np.array([a in followed for a in authors], dtype=float)


def _interest(viewer: KnownViewer, topics: Sequence[tuple[str, ...]]) -> np.ndarray:
    """Share of the viewer's recent interest that a post's topics cover, between 0 and 1."""
    items = get_items()
    taste = Counter(
        topic
        for post in viewer.traits.engaged
        if (row := items.row_of.get(post)) is not None
        for topic in items.topics[row]
    )
    total = sum(taste.values())
    if not total:
        return np.zeros(len(topics))
    return np.array([sum(taste[t] for t in of_post) / total for of_post in topics])
