"""Smoothed rates and their uncertainty: pure numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a market without a past expects of one impression; its own rates soon outweigh this.
START_RATES = {
    "views": 0.4,
    "completes": 0.15,
    "likes": 0.03,
    "card_clicks": 0.03,
    "shares": 0.01,
    "not_interested": 0.01,
}
START_IMPRESSIONS = 200.0


def market_rate(count: int, impressions: int, start: float) -> float:
    """The market's rate, drawn towards `start` while there is little to go by."""
    return (min(count, impressions) + START_IMPRESSIONS * start) / (impressions + START_IMPRESSIONS)


def smoothed_rate(
    counts: NDArray[np.float64], impressions: NDArray[np.float64], rate: float, prior: float
) -> NDArray[np.float64]:
    """Posterior mean of a rate per impression: Beta prior worth `prior` impressions at `rate`.

    Counts may run ahead of impressions by a moment; a rate is never above one.
    """
    return np.minimum(counts + prior * rate, impressions + prior) / (impressions + prior)


def rate_deviation(
    rates: NDArray[np.float64], impressions: NDArray[np.float64], prior: float
) -> NDArray[np.float64]:
    """Standard deviation of that posterior."""
    return np.sqrt(rates * (1 - rates) / (impressions + prior + 1))


def recency(age_seconds: NDArray[np.float64], half_life_hours: float) -> NDArray[np.float64]:
    """One when new, a half after the half-life; posts dated in the future are new."""
    return np.exp2(-np.maximum(age_seconds, 0) / (half_life_hours * 3600))
