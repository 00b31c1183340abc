from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.traffic.signals.factories import consume, event, make_viewer, send
from jishi.traffic.signals.providers.personal_data import SignalsData
from jishi.traffic.signals.queries import (
    get_post_counts,
    get_product_views,
    get_totals,
    get_viewer_traits,
    list_heat,
    read_lake,
)
from jishi.traffic.signals.types import PostCounts

pytestmark = pytest.mark.django_db


def counts(post):
    return get_post_counts([post])[post]


def test_a_view_counts_once_per_viewer_and_hour_after_two_seconds():
    post, one, other = uuid4(), make_viewer(), make_viewer()
    send(one, event("progress", post, ms=1500))
    consume()
    assert counts(post).views == 0
    send(one, event("progress", post, ms=600), event("progress", post, ms=5000))
    consume()
    assert (counts(post).views, counts(post).watch_ms) == (1, 7100)
    send(other, event("progress", post, ms=2000))
    consume()
    assert counts(post).views == 2
    clock.advance(timedelta(hours=1))
    send(one, event("progress", post, ms=2000))
    consume()
    assert counts(post).views == 3


def test_each_kind_counts_once_per_viewer_and_hour():
    post, viewer = uuid4(), make_viewer()
    for kind in ("impression", "complete", "card_click", "like", "share", "not_interested"):
        send(viewer, event(kind, post), event(kind, post))
    consume()
    one = PostCounts(impressions=1, completes=1, card_clicks=1, likes=1, shares=1, not_interested=1)
    assert counts(post) == one
    assert get_totals() == one


def test_the_same_id_counts_once_however_often_it_comes():
    post = uuid4()
    same = event("progress", post, ms=3000)
    for _ in range(3):
        send(make_viewer(), same)
        consume()
    assert counts(post) == PostCounts(views=1, watch_ms=3000)
    assert read_lake("SELECT count(*), sum(ms) FROM signals") == [(1, 3000)]


def test_the_same_id_in_two_hours_and_two_days_counts_once():
    post, viewer = uuid4(), make_viewer()
    same = event("progress", post, ms=3000)
    send(viewer, same)
    consume()
    clock.advance(timedelta(hours=23, minutes=59))
    send(viewer, same)
    consume()
    assert counts(post).views == 1


def test_watching_for_ever_is_not_counted_for_ever():
    post, viewer = uuid4(), make_viewer()
    for _ in range(7):
        send(viewer, *(event("progress", post, ms=60_000) for _ in range(10)))
    consume()
    assert counts(post).watch_ms == 3_600_000


def test_what_a_viewer_saw_and_liked_is_remembered():
    seen, liked, bad = uuid4(), uuid4(), uuid4()
    viewer = make_viewer()
    send(
        viewer,
        event("impression", seen),
        event("impression", liked),
        event("like", liked),
        event("not_interested", bad),
    )
    consume()
    traits = get_viewer_traits(viewer.viewer_key)
    assert set(traits.seen) == {seen.bytes, liked.bytes}
    assert traits.engaged == (liked.bytes,)
    assert traits.disliked == (bad.bytes,)
    assert get_viewer_traits("").seen == {}
    assert get_viewer_traits(make_viewer().viewer_key).engaged == ()


def test_heat_orders_by_recent_activity():
    old, new, busy = uuid4(), uuid4(), uuid4()
    send(make_viewer(), event("like", old))
    consume()
    clock.advance(timedelta(days=3))
    send(make_viewer(), event("like", new))
    for _ in range(3):
        send(make_viewer(), event("like", busy))
    consume()
    assert [h.post for h in list_heat(10)] == [busy.bytes, new.bytes, old.bytes]
    scores = {UUID(bytes=h.post): h.score for h in list_heat(10)}
    assert scores[busy] - scores[new] == pytest.approx(1.585, abs=1e-3)  # log2 of three
    assert scores[new] - scores[old] == pytest.approx(3, abs=1e-3)  # three half-lives


def test_product_views():
    product, viewer = uuid4(), make_viewer()
    send(
        viewer, event("product_view", product_id=product), event("product_view", product_id=product)
    )
    consume()
    assert get_product_views([product]) == {product: 1}


def test_times_of_wrong_clocks_are_held_in_bounds():
    post, now = uuid4(), clock.now()
    plain = now.replace(tzinfo=None)
    send(
        make_viewer(),
        event("impression", post, at=(now + timedelta(days=40)).isoformat()),
        event("play", post, at=(now - timedelta(days=40)).isoformat()),
    )
    consume()
    rows = dict(read_lake("SELECT kind, happened_at FROM signals"))
    assert abs(rows["impression"] - plain) < timedelta(minutes=1)
    assert abs(plain - timedelta(hours=24) - rows["play"]) < timedelta(minutes=1)


def test_personal_data_is_exported_and_erased():
    person, post = make_person(), uuid4()
    viewer = make_viewer(person.id)
    send(viewer, event("impression", post), event("like", post))
    consume()
    data = SignalsData()
    assert data.collect(person.id) == {
        "seen": [str(post)],
        "engaged": [str(post)],
        "less_of": [],
        "events": {"impression": 1, "like": 1},
    }
    data.erase(person.id)
    assert get_viewer_traits(viewer.viewer_key).seen == {}
