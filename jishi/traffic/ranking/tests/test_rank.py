from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.foundation.kernel import clock
from jishi.traffic.ranking import policies
from jishi.traffic.ranking.queries import rank
from jishi.traffic.ranking.rules import market_rate, rate_deviation, recency, smoothed_rate
from jishi.traffic.ranking.types import PARTS
from jishi.traffic.recall.factories import known, make_item, make_items
from jishi.traffic.recall.types import Candidate
from jishi.traffic.signals.factories import consume, event, make_viewer, send


def candidates(*posts):
    return [Candidate(p.bytes, "fresh", 0.0) for p in posts]


def values(viewer, *posts):
    return dict(zip(posts, rank(viewer, candidates(*posts)).values.tolist(), strict=True))


@pytest.mark.django_db
def test_a_value_is_the_sum_of_its_parts_in_the_one_currency():
    post = make_item()
    result = rank(known(), candidates(post))
    assert result.values[0] == pytest.approx(sum(result.parts[0]))
    parts = result.explain(0)
    assert parts["view"] == pytest.approx(policies.VIEW.default * 0.4)
    assert parts["dislike"] < 0
    assert parts["recent"] == pytest.approx(policies.RECENT.default, abs=1e-3)
    assert set(parts) <= set(PARTS)
    assert "followed" not in parts


@pytest.mark.django_db
def test_what_viewers_do_moves_the_value():
    liked, ignored, hated = (make_item() for _ in range(3))
    for _ in range(30):
        viewer = make_viewer()
        send(
            viewer,
            event("impression", liked),
            event("progress", liked, ms=4000),
            event("like", liked),
            event("impression", ignored),
            event("impression", hated),
            event("not_interested", hated),
        )
    consume()
    found = values(known(), liked, ignored, hated)
    assert found[liked] > found[ignored] > found[hated]


@pytest.mark.django_db
def test_followed_and_topic_and_recency_add_up():
    creator = uuid4()
    old = make_item(author_id=creator, topics=["tea"], published_at=clock.now() - timedelta(days=9))
    new = make_item(topics=["pots"])
    assert values(known(), old, new)[new] > values(known(), old, new)[old]
    fan = known(followed=[creator], engaged=[old])
    assert values(fan, old, new)[old] > values(fan, old, new)[new]


@pytest.mark.django_db
def test_little_known_means_wide_spread_and_gone_posts_are_left_out():
    known_well, unknown = make_item(), make_item()
    for _ in range(60):
        send(make_viewer(), event("impression", known_well))
    consume()
    result = rank(known(), candidates(known_well, unknown, uuid4()))
    assert result.posts == (known_well.bytes, unknown.bytes)
    assert result.spreads[1] > 1.2 * result.spreads[0] > 0


@pytest.mark.django_db
def test_ranking_500_takes_no_sql(django_assert_num_queries):
    posts = make_items({} for _ in range(500))
    viewer = known()
    rank(viewer, candidates(posts[0]))
    with django_assert_num_queries(0):
        assert len(rank(viewer, candidates(*posts)).values) == 500
    assert rank(viewer, []).values.shape == (0,)


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=20),
    st.floats(0.001, 0.999),
    st.floats(0.5, 1000),
)
def test_rates_are_probabilities_and_come_closer_to_the_truth(pairs, rate, prior):
    counts = np.array([c for c, _ in pairs], dtype=float)
    seen = np.array([n for _, n in pairs], dtype=float)
    rates = smoothed_rate(counts, seen, rate, prior)
    assert ((rates >= 0) & (rates <= 1)).all()
    assert np.isfinite(rate_deviation(rates, seen, prior)).all()
    nothing = smoothed_rate(np.zeros(1), np.zeros(1), rate, prior)
    assert nothing[0] == pytest.approx(rate)


def test_recency_halves_and_the_market_rate_moves_with_evidence():
    assert recency(np.array([0.0, 48 * 3600, -5.0]), 48.0).tolist() == [1.0, 0.5, 1.0]
    assert market_rate(0, 0, 0.4) == 0.4
    assert market_rate(10_000, 10_000, 0.4) == pytest.approx(1, abs=0.02)
