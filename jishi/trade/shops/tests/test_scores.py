"""How a score is made, who gets one, and what would change it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.ids import new_id
from jishi.trade.shops import queries
from jishi.trade.shops.actions import score_shops as module
from jishi.trade.shops.actions.score_shops import score_shops
from jishi.trade.shops.factories import make_shop
from jishi.trade.shops.rules import (
    MEAN_POINTS,
    METRIC_WEIGHTS,
    PPM,
    find_changes,
    metric_points,
    peers_share,
    percentile_of,
    score_of,
)
from jishi.trade.shops.types import Dimension, FactTally, Metric, ShopFacts

SHIPPED, ANSWERED = Metric.SHIPPED_IN_TIME, Metric.ANSWERED_SOON


class Facts:
    name = "test"

    def __init__(self, facts):
        self.facts = facts

    def collect(self, since):
        return self.facts


def told(monkeypatch, facts):
    monkeypatch.setattr(module, "list_score_facts", lambda: (Facts(facts),))


@pytest.mark.django_db
def test_shops_are_scored_beside_their_kind_and_new_ones_are_not(
    monkeypatch, django_assert_num_queries
):
    good, poor, new, other = (make_shop() for _ in range(4))
    told(
        monkeypatch,
        {
            good.id: ShopFacts({SHIPPED: FactTally(100, 100)}, 100, "tea"),
            poor.id: ShopFacts({SHIPPED: FactTally(60, 100)}, 100, "tea"),
            new.id: ShopFacts({SHIPPED: FactTally(5, 5)}, 29, "tea"),
            other.id: ShopFacts({SHIPPED: FactTally(60, 100)}, 30, "books"),
        },
    )
    assert score_shops() == 3
    with django_assert_num_queries(1):
        best = queries.get_score(good.id)
    worst, young = queries.get_score(poor.id), queries.get_score(new.id)
    assert best.points > MEAN_POINTS > worst.points
    assert (best.percentile, worst.percentile) == (100, 50)
    assert (young.points, young.is_known, young.delivered_count) == (None, False, 29)
    assert queries.get_score(other.id).points == MEAN_POINTS
    assert queries.get_shop_card(good.id).score == best.points
    change = worst.changes[0]
    assert (change.metric, change.cases) == (SHIPPED, 20)
    assert change.points > worst.points
    assert worst.dimensions.keys() == {Dimension.DISPATCH}
    assert len(recorded("shops.shop_scored")) == 3
    score_shops()
    assert len(recorded("shops.shop_scored")) == 3
    clock.advance(timedelta(days=1))
    score_shops()
    assert len(queries.get_score(good.id).trend) == 2
    assert queries.get_score(make_shop().id).points is None
    with pytest.raises(NotFound):
        queries.get_score(new_id())


def test_the_formula_is_as_it_is_shown():
    assert metric_points(FactTally(0, 0), 500_000) == MEAN_POINTS
    assert metric_points(FactTally(10, 10), PPM) == 500
    assert metric_points(FactTally(0, 10**6), 500_000) < 2
    assert 498 <= metric_points(FactTally(10**6, 10**6), 500_000) <= 500
    assert peers_share([FactTally(1, 2), FactTally(3, 6)]) == 500_000
    assert percentile_of(400, [300, 400, 500]) == 66
    assert score_of({}, {}) == (None, {})
    assert all(
        sum(w for m, w in METRIC_WEIGHTS.items() if m.dimension is side) == 100
        for side in Dimension
    )


TALLIES = st.integers(0, 500).flatmap(
    lambda total: st.builds(FactTally, st.integers(0, total), st.just(total))
)


@given(st.dictionaries(st.sampled_from(Metric), TALLIES), st.integers(1, PPM))
def test_scores_stay_in_range_and_better_facts_never_lower_them(tallies, mean):
    peers = dict.fromkeys(Metric, mean)
    points, sides = score_of(tallies, peers)
    assert points is None or 0 <= points <= 500
    assert all(0 <= p <= 500 for p in sides.values())
    for _metric, cases, better in find_changes(tallies, peers):
        assert cases > 0
        assert points is not None
        assert better >= points
