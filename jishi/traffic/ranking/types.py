"""What crosses the door of ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jishi.traffic.signals.types import Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The parts of a value, in the order of the columns of `Ranking.parts`.
PARTS = (
    "view",
    "complete",
    "like",
    "card_click",
    "share",
    "dislike",
    "recent",
    "followed",
    "topic",
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates with their values, in the order in which they came.

    Shapes: `values` and `spreads` (n,), `parts` (n, len(PARTS)); values are sums of parts.
    `spreads` is the standard deviation of a value from few observations: what exploring may use.
    """

    posts: tuple[Key, ...]
    rows: tuple[int, ...]  # of the posts in recall's table
    sources: tuple[str, ...]
    values: NDArray[np.float64]
    spreads: NDArray[np.float64]
    parts: NDArray[np.float64]

    def explain(self, index: int) -> dict[str, float]:
        """The parts of one value by name, without those that are nothing."""
        pairs = zip(PARTS, self.parts[index].tolist(), strict=True)
        return {name: round(part, 4) for name, part in pairs if abs(part) >= 5e-5}
