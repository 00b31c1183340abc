"""What a person watched, for the export of their data and for the closing of their account."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.valkey import get_valkey
from jishi.traffic.signals.queries.counters import get_viewer_traits
from jishi.traffic.signals.queries.lake import read_lake
from jishi.traffic.signals.queries.viewers import key_of_person


class SignalsData:
    """Registered with accounts as a PersonDataSource."""

    name = "signals"

    def collect(self, person_id: UUID) -> object:
        """Posts seen, liked and disliked of late, and how many events of each kind are kept."""
        traits = get_viewer_traits(key_of_person(person_id))
        kept = read_lake(
            "SELECT kind, count(*) FROM signals WHERE person_id = ? GROUP BY kind ORDER BY kind",
            [str(person_id)],
        )
        return {
            "seen": [str(UUID(bytes=key)) for key in traits.seen],
            "engaged": [str(UUID(bytes=key)) for key in traits.engaged],
            "less_of": [str(UUID(bytes=key)) for key in traits.disliked],
            "events": dict(kept),
        }

    def erase(self, person_id: UUID) -> None:
        """Forget the taste; events in the lake keep an id that leads to nobody any more."""
        key = key_of_person(person_id)
        get_valkey().delete(*(f"signals:{what}:{key}" for what in ("seen", "engaged", "disliked")))
