"""What crosses the door of recall, and the one Protocol of all its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from jishi.traffic.signals.types import Key, Viewer, ViewerTraits


@dataclass(frozen=True, slots=True)
class KnownViewer:
    """A viewer with what the sources may use; empty parts for somebody new."""

    viewer: Viewer
    followed: tuple[Key, ...]  # creators, latest first
    traits: ViewerTraits


class Candidate(NamedTuple):
    """A post that a source proposes; `score` orders it within its source only."""

    post: Key
    source: str
    score: float


class Item(NamedTuple):
    """What feeds know of a post without asking the database."""

    post: Key
    author: Key
    published_at: float  # seconds since 1970
    topics: tuple[str, ...]
    is_video: bool
    is_commercial: bool
    for_followers: bool


class Source(Protocol):
    """Proposes posts for a viewer.

    Promises: at most `limit`, each once, best first with finite scores; only posts that are out,
    and posts for followers only to followers; nothing (not an error) for somebody unknown.
    """

    name: str

    def suggest(self, viewer: KnownViewer, limit: int) -> Sequence[Candidate]:
        """The source's best posts for this viewer."""
        ...


_sources: dict[str, Source] = {}


def register_source(source: Source, *, before: str | None = None) -> None:
    """Add a source at the end of the order, or before another one; the same name replaces."""
    if before is None or source.name in _sources:
        _sources[source.name] = source
        return
    rest = dict(_sources)
    _sources.clear()
    for name, known in rest.items():
        if name == before:
            _sources[source.name] = source
        _sources[name] = known
    _sources.setdefault(source.name, source)


def list_sources() -> tuple[Source, ...]:
    """All sources, those first that win a post named by several."""
    return tuple(_sources.values())
