"""Reads about scores."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.trade.shops.models import Shop, ShopScore
from jishi.trade.shops.rules import (
    DIMENSION_WEIGHTS,
    MEAN_POINTS,
    METRIC_WEIGHTS,
    MIN_DELIVERED,
    PRIOR_CASES,
    WINDOW_DAYS,
    find_changes,
    metric_points,
    score_of,
)
from jishi.trade.shops.types import (
    FactTally,
    Metric,
    MetricView,
    ScoreChange,
    ScoreFormula,
    ScoreView,
)

_TREND_DAYS = 30


def get_score(shop_id: UUID) -> ScoreView:
    """A shop's newest score with what it is made of; `points` is None while it is too new to say.

    Two statements at most. Raises NotFound for a shop that is not there.
    """
    rows = list(ShopScore.objects.filter(shop_id=shop_id).order_by("-on")[:_TREND_DAYS])
    if not rows:
        if not Shop.objects.filter(id=shop_id).exists():
            raise NotFound()
        return ScoreView(shop_id, None, {}, (), "", 0, None, None)
    newest = rows[0]
    tallies, peers = _facts_of(newest)
    return ScoreView(
        shop_id=shop_id,
        points=newest.points,
        dimensions=score_of(tallies, peers)[1],
        metrics=tuple(
            MetricView(
                metric=m,
                good=t.good,
                total=t.total,
                share_ppm=t.good * 1_000_000 // t.total if t.total else 0,
                peers_ppm=peers[m],
                points=metric_points(t, peers[m]),
            )
            for m, t in tallies.items()
        ),
        category=newest.category,
        delivered_count=newest.delivered_count,
        percentile=newest.percentile,
        on=newest.on,
        trend=tuple((r.on, r.points) for r in reversed(rows) if r.points is not None),
        changes=tuple(ScoreChange(*change) for change in find_changes(tallies, peers)),
    )


def _facts_of(row: ShopScore) -> tuple[dict[Metric, FactTally], dict[Metric, int]]:
    known = {Metric(m): values for m, values in row.metrics.items()}
    ordered = [m for m in Metric if m in known]
    tallies = {m: FactTally(known[m][0], known[m][1]) for m in ordered}
    return tallies, {m: known[m][2] for m in ordered}


def get_score_formula() -> ScoreFormula:
    """The numbers that every score is made with."""
    return ScoreFormula(
        WINDOW_DAYS, MIN_DELIVERED, PRIOR_CASES, MEAN_POINTS, DIMENSION_WEIGHTS, METRIC_WEIGHTS
    )
