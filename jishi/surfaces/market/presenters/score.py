"""A shop's score as pages show it: sides, metrics beside their peers, the formula's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from jishi.trade.catalog.queries import list_categories
from jishi.trade.shops.queries import get_score_formula
from jishi.trade.shops.types import Dimension, MetricView, ScoreFormula, ScoreView


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric: shares in percent with one decimal, points as people read them."""

    metric: MetricView
    share: str
    peers: str
    points: str
    weight: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the score with its metrics."""

    dimension: Dimension
    points: str
    percent: int
    weight: int
    rows: tuple[MetricRow, ...]


@dataclass(frozen=True, slots=True)
class ScorePage:
    """All that a page of a score shows."""

    view: ScoreView
    sides: tuple[Side, ...]
    category: str
    formula: ScoreFormula


def compose_score(view: ScoreView) -> ScorePage:
    """A score by its sides, in the order of the formula."""
    formula = get_score_formula()
    sides = tuple(
        Side(
            dimension=side,
            points=_points(view.dimensions[side]),
            percent=view.dimensions[side] // 5,
            weight=formula.dimension_weights[side],
            rows=tuple(
                MetricRow(
                    m,
                    f"{m.share_ppm / 10_000:.1f}%",
                    f"{m.peers_ppm / 10_000:.1f}%",
                    _points(m.points),
                    formula.metric_weights[m.metric],
                )
                for m in view.metrics
                if m.metric.dimension is side and m.total
            ),
        )
        for side in Dimension
        if side in view.dimensions
    )
    chinese = (get_language() or "").startswith("zh")
    names = {c.slug: c.name_zh if chinese else c.name_en for c in list_categories()}
    return ScorePage(view, sides, names.get(view.category, view.category), formula)


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"
