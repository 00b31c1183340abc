"""One contract for all sources, then what each of them is for."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.relations.follows.factories import make_follow
from jishi.traffic.recall.factories import check_source, known, make_item, make_items
from jishi.traffic.recall.providers.followed import FollowedSource
from jishi.traffic.recall.providers.fresh import FreshSource
from jishi.traffic.recall.providers.popular import PopularSource
from jishi.traffic.recall.providers.topic import TopicSource
from jishi.traffic.recall.queries import know_viewer, suggest_posts
from jishi.traffic.recall.types import list_sources
from jishi.traffic.signals.factories import consume, event, make_viewer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    """Two creators, topics, a post for followers, one that is watched."""
    creator, other = uuid4(), uuid4()
    posts = make_items(
        [
            {"author_id": creator, "topics": ["tea", "spring"]},
            {"author_id": creator, "topics": ["tea"], "for_followers": True},
            *({"author_id": other, "topics": ["pots"]} for _ in range(20)),
        ]
    )
    send(make_viewer(), event("like", posts[0]), event("like", posts[5]))
    consume()
    return creator, posts


@pytest.mark.parametrize("source", list_sources(), ids=lambda s: s.name)
@pytest.mark.parametrize("kind", ["new", "known"])
def test_every_source_keeps_the_contract(source, kind, market):
    creator, posts = market
    viewer = known() if kind == "new" else known(followed=[creator], engaged=posts[:3])
    own = source.name in {"fresh", "followed", "popular", "topic"}
    check_source(source, viewer, expect=own and (kind == "known" or source.name == "fresh"))


def test_the_four_sources_of_this_room_are_there_in_order():
    names = [s.name for s in list_sources()]
    assert [n for n in names if n in {"followed", "topic", "popular", "fresh"}] == [
        "followed",
        "topic",
        "popular",
        "fresh",
    ]


def test_fresh_is_by_time_and_public_only(market):
    _creator, posts = market
    found = FreshSource().suggest(known(), 5)
    assert [UUID(bytes=c.post) for c in found] == [posts[0], *posts[2:6]]


def test_followed_includes_posts_for_followers(market):
    creator, posts = market
    found = FollowedSource().suggest(known(followed=[creator, uuid4()]), 5)
    assert [UUID(bytes=c.post) for c in found] == posts[:2]
    assert list(FollowedSource().suggest(known(), 5)) == []


def test_popular_is_by_recent_activity(market):
    _creator, posts = market
    clock.advance(timedelta(days=1))
    send(make_viewer(), event("like", posts[7]), event("like", posts[1]))
    consume()
    found = PopularSource().suggest(known(), 5)
    assert UUID(bytes=found[0].post) == posts[7]
    assert {UUID(bytes=c.post) for c in found} == {
        posts[7],
        posts[0],
        posts[5],
    }  # 1 is for followers


def test_topic_follows_what_the_viewer_watched(market):
    _creator, posts = market
    found = TopicSource().suggest(known(engaged=[posts[0], posts[1], posts[4]]), 10)
    assert UUID(bytes=found[0].post) == posts[0]
    assert found[0].score == pytest.approx(0.5)  # tea: two of four
    assert posts[1] not in {UUID(bytes=c.post) for c in found}
    assert list(TopicSource().suggest(known(), 10)) == []


def test_the_union_names_each_post_once_and_shares_out_the_room(market):
    creator, posts = market
    viewer = known(followed=[creator], engaged=[posts[4]])
    found = suggest_posts(viewer, 12)
    assert len(found) == len({UUID(bytes=c.post) for c in found}) == 12
    sources = {UUID(bytes=c.post): c.source for c in found}
    assert sources[posts[0]] == "followed"
    assert {"followed", "topic"} <= set(sources.values())
    assert len(suggest_posts(known(), 500)) == 21


def test_what_is_known_of_a_viewer_takes_one_query(market, django_assert_num_queries):
    person, creator = make_person(), make_person()
    make_follow(person.id, creator.id)
    viewer = make_viewer(person.id)
    send(viewer, event("impression", market[1][0]))
    consume()
    with django_assert_num_queries(1):
        found = know_viewer(viewer)
    assert found.followed == (creator.id.bytes,)
    assert set(found.traits.seen) == {market[1][0].bytes}
    with django_assert_num_queries(0):
        assert know_viewer(make_viewer()).followed == ()


def test_one_new_post_costs_one_query_and_is_seen_at_once(market, django_assert_num_queries):
    FreshSource().suggest(known(), 1)
    with django_assert_num_queries(0):
        FreshSource().suggest(known(), 1)
    post = make_item()
    with django_assert_num_queries(1):
        found = FreshSource().suggest(known(), 1)
    assert UUID(bytes=found[0].post) == post


def test_a_source_may_stand_before_another():
    from jishi.traffic.recall import types

    class Extra:
        name = "extra"

        def suggest(self, viewer, limit):
            return []

    try:
        types.register_source(Extra(), before="popular")
        names = [s.name for s in list_sources()]
        assert names.index("extra") == names.index("popular") - 1
    finally:
        del types._sources["extra"]
