"""Prices, guards and the choice of slots: pure functions on numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from jishi.foundation.kernel.types import Lifecycle, Transition

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEW_POST = "new_post"
COMMERCIAL = "commercial"
# Floors undershoot by one to two per cent in the trials, so aim a little higher.
AIM = 1.02
# A market with few visitors still plans for some.
LEAST_FORECAST = 20

GRANT = Lifecycle(
    "allocation.grant",
    "open",
    (
        Transition("open", "kept", by=("system",)),
        Transition(
            "open",
            "missed",
            by=("system",),
            after=timedelta(days=7),
            policy="allocation.first_days",
        ),
        Transition("open", "void", by=("system", "operator")),
    ),
)


@dataclass(frozen=True, slots=True)
class Prices:
    """λ of the floor class and μ of the cap class, as of one version."""

    floor: float = 0.0
    cap: float = 0.0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Weighing:
    """How slots are filled."""

    decay: float
    least: float
    temperature: float | None = None  # None: the best; else drawn with these odds


def need_per_request(outstanding: int, forecast: int, slots: int, share: float) -> float:
    """Promised impressions that one request should carry: `(floor − delivered)₊ / remaining`."""
    return min(AIM * max(outstanding, 0) / max(forecast, LEAST_FORECAST), share * slots)


def move_price(price: float, step: float, gap: float, most: float) -> float:
    """`[price + η·gap]₊`, never above `most`: one step of online dual ascent."""
    return float(min(max(price + step * gap, 0.0), most))


def adjust(
    values: NDArray[np.float64],
    is_new: NDArray[np.bool_],
    is_commercial: NDArray[np.bool_],
    prices: Prices,
) -> NDArray[np.float64]:
    """What promises add to each value: `Σ_c (λ_c − μ_c)·1[i ∈ c]`, shape (n,)."""
    return prices.floor * is_new - prices.cap * is_commercial


def fill_slots(
    scores: NDArray[np.float64],
    authors: Sequence[object],
    count: int,
    weighing: Weighing,
    random: np.random.Generator,
) -> list[tuple[int, float]]:
    """Choose `count` of the candidates in order: (index, probability given earlier slots).

    Each further post of an author keeps `decay` of its score's lead, not less than `least`. With
    a temperature slots are drawn one by one by softmax odds (Gumbel top-k), so that every
    candidate has a chance and its probability is known.
    """
    work = scores.astype(float).copy()
    floor = float(scores.min()) if len(scores) else 0.0  # scores may be negative: scale the lead
    index_of: dict[object, list[int]] = {}
    for index, author in enumerate(authors):
        index_of.setdefault(author, []).append(index)
    factor: dict[object, float] = {}
    chosen: list[tuple[int, float]] = []
    for _ in range(min(count, len(work))):
        if weighing.temperature is None:
            best, probability = int(work.argmax()), 1.0
        else:
            odds = np.exp((work - work.max()) / weighing.temperature)
            odds /= odds.sum()
            best = int(random.choice(len(odds), p=odds))
            probability = float(odds[best])
        chosen.append((best, probability))
        author = authors[best]
        factor[author] = max(factor.get(author, 1.0) * weighing.decay, weighing.least)
        for index in index_of[author]:
            if work[index] != -np.inf:
                work[index] = floor + (scores[index] - floor) * factor[author]
        work[best] = -np.inf
    return chosen
