"""A page of a feed as it should be: nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from jishi.foundation.kernel import clock
from jishi.traffic.allocation import policies
from jishi.traffic.allocation.queries.state import State, read_state
from jishi.traffic.allocation.rules import COMMERCIAL, NEW_POST, Weighing, adjust, fill_slots
from jishi.traffic.allocation.types import FeedItem, Reason
from jishi.traffic.ranking.queries import rank
from jishi.traffic.recall.policies import CANDIDATES
from jishi.traffic.recall.queries import get_items, suggest_posts
from jishi.traffic.recall.types import Candidate, Item, KnownViewer, list_sources


@dataclass(frozen=True, slots=True)
class Plan:
    """What to show, what it was chosen from, and whether more would be left."""

    items: tuple[FeedItem, ...]
    parts: tuple[dict[str, float], ...]  # of each item's value
    state: State
    considered: int
    explored: bool
    more: bool
    log: tuple[tuple[UUID, float], ...] = ()  # all candidates with scores, of an explored page


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates that passed the guard: indices into the ranking, the fresh and the seen."""

    fresh: list[int]
    seen: list[int]


def plan_for_you(
    viewer: KnownViewer, limit: int, session: str | None, random: np.random.Generator
) -> Plan:
    """The best page for a viewer: value plus the price of promises, within the guard."""
    ranking = rank(viewer, suggest_posts(viewer, CANDIDATES.get()))
    state = read_state(ranking.post_ids, session)
    items = get_items()
    known = [items.item(items.row_of[i]) for i in ranking.post_ids]
    pool = _guard(viewer, ranking.post_ids, known, state)
    explored = bool(random.random() < policies.EXPLORED_SHARE.get())
    is_new = np.array(state.left, dtype=int) > 0
    prices = adjust(ranking.values, is_new, _commercial(known), state.prices)
    # Thompson sampling inside the class: what little is known of a new post decides by chance.
    draws = random.standard_normal(len(known)) * ranking.spreads * is_new
    scores = ranking.values + prices + draws
    chosen = _choose(scores, known, pool.fresh, limit, explored, random)
    again = pool.seen[: limit - len(chosen)]
    shown = [*chosen, *((index, 1.0) for index in again)]
    feed = []
    for slot, (index, probability) in enumerate(shown):
        item, source, new = known[index], ranking.sources[index], bool(is_new[index])
        paid = new and state.prices.floor > 0
        feed.append(
            FeedItem(
                item.post_id,
                slot,
                source,
                round(float(ranking.values[index]), 6),
                round(float(prices[index]), 6),
                _classes(new, item),
                round(probability, 6),
                *_reason(viewer, source, item, paid, index in again),
            )
        )
    left = len(pool.fresh) + len(pool.seen) - len(shown)
    log = tuple((known[i].post_id, round(float(scores[i]), 4)) for i in pool.fresh)
    return Plan(
        tuple(feed),
        tuple(ranking.explain(index) for index, _ in shown),
        state,
        len(known),
        explored,
        left > 0,
        log if explored else (),
    )


def plan_following(viewer: KnownViewer, limit: int, session: str | None) -> Plan:
    """The newest posts of followed creators, in the order of time: nobody pays, nobody waits."""
    source = next(s for s in list_sources() if s.name == "followed")
    found: Sequence[Candidate] = source.suggest(viewer, CANDIDATES.get())
    state = read_state([c.post_id for c in found], session)
    rest = [c for c in found if c.post_id not in state.served]
    items = tuple(
        FeedItem(c.post_id, slot, c.source, 0.0, 0.0, (), 1.0, Reason.FOLLOWED.value)
        for slot, c in enumerate(rest[:limit])
    )
    return Plan(items, ({},) * len(items), state, len(found), False, len(rest) > limit)


def _guard(viewer: KnownViewer, ids: Sequence[UUID], known: Sequence[Item], state: State) -> _Pool:
    """Visibility is not ranking: own, disliked, just served and seen posts are kept back."""
    disliked = set(viewer.traits.disliked)
    items = get_items()
    tired_of = {items.authors[items.row_of[p]] for p in disliked if p in items.row_of}
    tired_of -= set(viewer.followed)
    since = clock.now().timestamp() - policies.SEEN_HOURS.get() * 3600
    seen_at = viewer.traits.seen
    own = viewer.viewer.person_id
    fresh: list[int] = []
    seen: list[int] = []
    for index, (post_id, item) in enumerate(zip(ids, known, strict=True)):
        if post_id in disliked or post_id in state.served or item.author_id == own:
            continue
        if item.author_id in tired_of:
            continue
        (seen if seen_at.get(post_id, 0.0) > since else fresh).append(index)
    seen.sort(key=lambda index: seen_at[ids[index]])  # the one seen longest ago comes first
    return _Pool(fresh, seen)


def _choose(
    scores: np.ndarray,
    known: Sequence[Item],
    pool: list[int],
    limit: int,
    explored: bool,
    random: np.random.Generator,
) -> list[tuple[int, float]]:
    if not pool:
        return []
    weighing = Weighing(
        policies.FATIGUE.get(),
        policies.FATIGUE_FLOOR.get(),
        policies.TEMPERATURE.get() if explored else None,
    )
    authors = [known[index].author_id for index in pool]
    chosen = fill_slots(scores[pool], authors, limit, weighing, random)
    return [(pool[index], probability) for index, probability in chosen]


def _commercial(known: Sequence[Item]) -> np.ndarray:
    return np.array([item.is_commercial for item in known], dtype=bool)


def _classes(is_new: bool, item: Item) -> tuple[str, ...]:
    names = ((NEW_POST, is_new), (COMMERCIAL, item.is_commercial))
    return tuple(name for name, holds in names if holds)


def _reason(
    viewer: KnownViewer, source: str, item: Item, promised: bool, again: bool
) -> tuple[str, dict[str, str]]:
    args: dict[str, str] = {}
    if again:
        reason = Reason.SEEN_ALL
    elif source == "followed":
        reason = Reason.FOLLOWED
    elif promised:
        reason = Reason.FIRST_IMPRESSIONS
    elif source == "topic":
        reason, args = Reason.TOPIC, {"topic": _shared_topic(viewer, item)}
    elif source == "popular":
        reason = Reason.POPULAR
    else:
        reason = Reason.FRESH
    return reason.value, args


def _shared_topic(viewer: KnownViewer, item: Item) -> str:
    items = get_items()
    for post_id in viewer.traits.engaged:
        row = items.row_of.get(post_id)
        for topic in items.topics[row] if row is not None else ():
            if topic in item.topics:
                return topic
    return item.topics[0] if item.topics else ""
