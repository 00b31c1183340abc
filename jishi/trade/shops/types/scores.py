"""The score of a shop: dimensions, metrics, and the port to those who know the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jishi.trade.shops.types.shops import _


class Dimension(StrEnum):
    """The three sides of a score."""

    PRODUCT = "product"
    DISPATCH = "dispatch"
    SERVICE = "service"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _DIMENSION_LABELS[self]


_DIMENSION_LABELS = {
    Dimension.PRODUCT: _("Goods"),
    Dimension.DISPATCH: _("Dispatch"),
    Dimension.SERVICE: _("Service"),
}


class Metric(StrEnum):
    """A share of cases that went well; what counts as well stands in `meaning`."""

    GOOD_REVIEWS = "good_reviews"
    KEPT_GOODS = "kept_goods"
    SHIPPED_IN_TIME = "shipped_in_time"
    NOT_CANCELLED = "not_cancelled"
    ANSWERED_SOON = "answered_soon"
    AFTERSALES_SETTLED = "aftersales_settled"
    DISPUTES_CLEAN = "disputes_clean"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _METRICS[self][1]

    @property
    def meaning(self) -> str:
        """What counts as well, in English: a message to translate."""
        return _METRICS[self][2]

    @property
    def dimension(self) -> Dimension:
        """The side of the score that it belongs to."""
        return _METRICS[self][0]


_METRICS = {
    Metric.GOOD_REVIEWS: (
        Dimension.PRODUCT,
        _("Good reviews"),
        _("Reviews with four or five stars, of all reviews"),
    ),
    Metric.KEPT_GOODS: (
        Dimension.PRODUCT,
        _("Kept goods"),
        _("Delivered orders without a return for quality, of all delivered orders"),
    ),
    Metric.SHIPPED_IN_TIME: (
        Dimension.DISPATCH,
        _("Shipped in time"),
        _("Orders shipped within what was promised, of all orders that fell due"),
    ),
    Metric.NOT_CANCELLED: (
        Dimension.DISPATCH,
        _("Kept orders"),
        _("Paid orders that the shop did not cancel or leave lying, of all paid orders"),
    ),
    Metric.ANSWERED_SOON: (
        Dimension.SERVICE,
        _("Answered soon"),
        _("Questions answered within 30 minutes of business hours, of all questions"),
    ),
    Metric.AFTERSALES_SETTLED: (
        Dimension.SERVICE,
        _("After-sales answered"),
        _("After-sales that the shop answered in time by itself, of all after-sales"),
    ),
    Metric.DISPUTES_CLEAN: (
        Dimension.SERVICE,
        _("No lost disputes"),
        _("Delivered orders without a dispute that the shop lost, of all delivered orders"),
    ),
}


@dataclass(frozen=True, slots=True)
class FactTally:
    """How many cases of a metric there were, and how many of them went well."""

    good: int
    total: int


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What one source knows of a shop; `category` is the one it sells most in, if it knows."""

    tallies: Mapping[Metric, FactTally] = field(default_factory=dict)
    delivered_count: int = 0
    category: str = ""


class ScoreFacts(Protocol):
    """A room above that knows how shops did; it registers itself in its `AppConfig.ready`."""

    name: str

    def collect(self, since: datetime) -> Mapping[UUID, ShopFacts]:
        """What happened from `since` to now, by shop; shops without a case may be left out."""
        ...


_sources: dict[str, ScoreFacts] = {}


def register_score_facts(source: ScoreFacts) -> None:
    """Have a room's facts in every score; the same name replaces."""
    _sources[source.name] = source


def list_score_facts() -> tuple[ScoreFacts, ...]:
    """All registered sources, by name."""
    return tuple(_sources[name] for name in sorted(_sources))


@dataclass(frozen=True, slots=True)
class MetricView:
    """One metric of a shop beside its peers; shares in parts per million, points in hundredths."""

    metric: Metric
    good: int
    total: int
    share_ppm: int
    peers_ppm: int
    points: int


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What one improvement would make of the score; `cases` more of the metric going well."""

    metric: Metric
    cases: int
    points: int

    @property
    def shown(self) -> str:
        """The score as people read it."""
        return f"{self.points / 100:.2f}"


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A shop's score in hundredths (0 to 500); None while the shop is too new to say.

    `percentile` is the share (0 to 100) of shops of its category that it does not fall behind.
    """

    shop_id: UUID
    points: int | None
    dimensions: Mapping[Dimension, int]
    metrics: tuple[MetricView, ...]
    category: str
    delivered_count: int
    percentile: int | None
    on: date | None
    trend: tuple[tuple[date, int], ...] = ()
    changes: tuple[ScoreChange, ...] = ()

    @property
    def shown(self) -> str:
        """The score as people read it; empty while the shop is too new to say."""
        return "" if self.points is None else f"{self.points / 100:.2f}"

    @property
    def is_known(self) -> bool:
        """Whether there is a score to show."""
        return self.points is not None


@dataclass(frozen=True, slots=True)
class ScoreFormula:
    """The numbers of the formula, for pages that show it; weights in percent."""

    window_days: int
    min_delivered: int
    prior_cases: int
    mean_points: int
    dimension_weights: Mapping[Dimension, int]
    metric_weights: Mapping[Metric, int]
