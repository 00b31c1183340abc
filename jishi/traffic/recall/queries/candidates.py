"""The union of all sources for one viewer."""

from __future__ import annotations

from jishi.relations.follows.queries import list_followed_ids
from jishi.traffic.recall.types import Candidate, KnownViewer, list_sources
from jishi.traffic.signals.queries import get_viewer_traits
from jishi.traffic.signals.types import Key, Viewer


def know_viewer(viewer: Viewer) -> KnownViewer:
    """What the sources may use of a viewer: one query for a person, none for a device."""
    followed = list_followed_ids(viewer.person_id, 1000) if viewer.person_id else []
    return KnownViewer(
        viewer, tuple(i.bytes for i in followed), get_viewer_traits(viewer.viewer_key)
    )


def suggest_posts(viewer: KnownViewer, limit: int) -> list[Candidate]:
    """At most `limit` posts, each once, named by the first source in order that has it.

    Every source gets an equal share first; what is left over goes to whoever has more.
    """
    sources = list_sources()
    found: dict[Key, Candidate] = {}
    shares = [len(sources) - place for place in range(len(sources))]
    for left, source in [*zip(shares, sources, strict=True), *((1, s) for s in sources)]:
        if len(found) == limit:
            break
        room = len(found) + (limit - len(found)) // left
        # Some of its posts may be named already: ask for as many more.
        for candidate in source.suggest(viewer, room):
            if len(found) == room:
                break
            found.setdefault(candidate.post, candidate)
    return list(found.values())
