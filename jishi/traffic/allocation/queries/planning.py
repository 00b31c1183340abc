"""A page of a feed as it should be: nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from jishi.traffic.ranking.types import Ranking


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
    state = read_state(ranking.posts, session)
    items = get_items()
    pool = _guard(viewer, ranking, state)
    explored = bool(random.random() < policies.EXPLORED_SHARE.get())
    is_new = np.array(state.left, dtype=int) > 0
    commercial = np.array([items.is_commercial(row) for row in ranking.rows], dtype=bool)
    prices = adjust(ranking.values, is_new, commercial, state.prices)
    # Thompson sampling inside the class: what little is known of a new post decides by chance.
    draws = random.standard_normal(len(is_new)) * ranking.spreads * is_new
    scores = ranking.values + prices + draws
    chosen = _choose(scores, ranking, pool.fresh, limit, explored, random)
    again = pool.seen[: limit - len(chosen)]
    shown = [*chosen, *((index, 1.0) for index in again)]
    feed = []
    for slot, (index, probability) in enumerate(shown):
        new, paid = bool(is_new[index]), bool(is_new[index] and state.prices.floor > 0)
        item, source = items.item(ranking.rows[index]), ranking.sources[index]
        feed.append(
            FeedItem(
                UUID(bytes=item.post),
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
    log: tuple[tuple[UUID, float], ...] = ()
    if explored:
        log = tuple((UUID(bytes=ranking.posts[i]), round(float(scores[i]), 4)) for i in pool.fresh)
    parts = tuple(ranking.explain(index) for index, _ in shown)
    return Plan(tuple(feed), parts, state, len(ranking.posts), explored, left > 0, log)


def plan_following(viewer: KnownViewer, limit: int, session: str | None) -> Plan:
    """The newest posts of followed creators, in the order of time: nobody pays, nobody waits."""
    source = next(s for s in list_sources() if s.name == "followed")
    found: Sequence[Candidate] = source.suggest(viewer, CANDIDATES.get())
    state = read_state([c.post for c in found], session)
    rest = [c for c in found if c.post not in state.served]
    items = tuple(
        FeedItem(UUID(bytes=c.post), slot, c.source, 0.0, 0.0, (), 1.0, Reason.FOLLOWED.value)
        for slot, c in enumerate(rest[:limit])
    )
    return Plan(items, ({},) * len(items), state, len(found), False, len(rest) > limit)


def _guard(viewer: KnownViewer, ranking: Ranking, state: State) -> _Pool:
    """Visibility is not ranking: own, disliked, just served and seen posts are kept back."""
    items, disliked = get_items(), set(viewer.traits.disliked)
    person = viewer.viewer.person_id
    kept_back = {items.authors[items.row_of[p]] for p in disliked if p in items.row_of}
    kept_back -= set(viewer.followed)
    if person is not None:
        kept_back.add(person.bytes)
    since = clock.now().timestamp() - policies.SEEN_HOURS.get() * 3600
    seen_at = viewer.traits.seen
    hidden = disliked | state.served
    fresh: list[int] = []
    seen: list[int] = []
    for index, (post, row) in enumerate(zip(ranking.posts, ranking.rows, strict=True)):
        if post not in hidden and items.authors[row] not in kept_back:
            (seen if seen_at.get(post, 0.0) > since else fresh).append(index)
    # The one seen longest ago comes first.
    seen.sort(key=lambda index: seen_at[ranking.posts[index]])
    return _Pool(fresh, seen)


def _choose(
    scores: NDArray[np.float64],
    ranking: Ranking,
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
    items = get_items()
    authors = [items.authors[ranking.rows[index]] for index in pool]
    chosen = fill_slots(scores[pool], authors, limit, weighing, random)
    return [(pool[index], probability) for index, probability in chosen]


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
    for post in viewer.traits.engaged:
        row = items.row_of.get(post)
        for topic in items.topics[row] if row is not None else ():
            if topic in item.topics:
                return topic
    return item.topics[0] if item.topics else ""
