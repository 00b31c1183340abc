from datetime import timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.db import transaction

from jishi.foundation.accounts.factories import make_operator, make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.policies import change_policy, forget_policies
from jishi.foundation.kernel.types import operator_actor
from jishi.relations.follows.factories import make_follow
from jishi.traffic.allocation.actions import compose_feed
from jishi.traffic.allocation.errors import DecisionForgotten
from jishi.traffic.allocation.factories import make_grant, watch
from jishi.traffic.allocation.queries import (
    describe,
    explain,
    list_class_prices,
    list_impression_ledgers,
)
from jishi.traffic.allocation.types import REASONS, Reason
from jishi.traffic.recall.factories import make_item, make_items
from jishi.traffic.signals.factories import consume, event, make_viewer, send
from jishi.traffic.signals.queries import read_lake

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_policy():
    operator = make_operator()

    def change(name, value):
        with transaction.atomic():
            change_policy(actor=operator_actor(operator.id), name=name, value=value, reason="test")

    yield change
    forget_policies()


def ids(page):
    return [item.post_id for item in page.items]


def test_an_empty_market_gives_an_empty_page():
    page = compose_feed(viewer=make_viewer())
    assert page.items == ()
    assert page.next_cursor is None


def test_pages_follow_each_other_without_repeats_to_the_end(set_policy):
    set_policy("allocation.explored_share", 0.0)
    posts = make_items({} for _ in range(25))
    viewer, found, cursor = make_viewer(), [], None
    for _ in range(3):
        page = compose_feed(viewer=viewer, cursor=cursor)
        found += ids(page)
        cursor = page.next_cursor
    assert cursor is None
    assert len(found) == len(set(found)) == 25
    assert set(found) == set(posts)
    assert found[0] == posts[0]  # newest, all else being equal


@pytest.mark.parametrize("cursor", ["x", "' OR 1=1", "0" * 33])
def test_bad_input(cursor):
    with pytest.raises(InvalidInput) as caught:
        compose_feed(viewer=make_viewer(), cursor=cursor)
    assert caught.value.details == {"field": "cursor"}
    with pytest.raises(InvalidInput):
        compose_feed(viewer=make_viewer(), tab="everything")


def test_guard_own_and_disliked_and_seen_posts():
    person, annoying = make_person(), uuid4()
    viewer = make_viewer(person.id)
    own = make_item(author_id=person.id)
    bad = make_item(author_id=annoying)
    same_author = make_item(author_id=annoying)
    seen, unseen = make_item(), make_item()
    send(viewer, event("not_interested", bad), event("impression", seen))
    consume()
    page = compose_feed(viewer=viewer)
    assert ids(page) == [unseen, seen]  # what was seen comes only when nothing else is left
    assert page.items[1].reason_code == Reason.SEEN_ALL
    assert own not in ids(page)
    assert same_author not in ids(page)
    clock.advance(timedelta(hours=49))
    again = compose_feed(viewer=viewer)
    assert Reason.SEEN_ALL not in {i.reason_code for i in again.items}


def test_seen_longest_ago_comes_first():
    viewer, posts = make_viewer(), [make_item() for _ in range(3)]
    for post in posts:
        send(viewer, event("impression", post))
        consume()
        clock.advance(timedelta(minutes=5))
    assert ids(compose_feed(viewer=viewer)) == posts


def test_following_is_in_the_order_of_time_and_pages():
    person, creator = make_person(), make_person()
    make_follow(person.id, creator.id)
    viewer = make_viewer(person.id)
    make_item()
    posts = make_items({"author_id": creator.id, "for_followers": n == 1} for n in range(5))
    first = compose_feed(viewer=viewer, tab="following", limit=3)
    assert ids(first) == posts[:3]
    assert {i.reason_code for i in first.items} == {Reason.FOLLOWED}
    second = compose_feed(viewer=viewer, tab="following", limit=3, cursor=first.next_cursor)
    assert ids(second) == posts[3:]
    assert second.next_cursor is None
    assert compose_feed(viewer=make_viewer(), tab="following").items == ()


def test_posts_for_followers_reach_only_followers():
    person, creator = make_person(), make_person()
    post = make_item(author_id=creator.id, for_followers=True)
    assert ids(compose_feed(viewer=make_viewer())) == []
    make_follow(person.id, creator.id)
    assert ids(compose_feed(viewer=make_viewer(person.id))) == [post]


def test_a_page_costs_one_query_for_a_person_and_none_for_a_device(django_assert_num_queries):
    make_items({} for _ in range(40))
    person = make_person()
    compose_feed(viewer=make_viewer())  # reads the table and the policy values
    with django_assert_num_queries(1):
        compose_feed(viewer=make_viewer(person.id))
    with django_assert_num_queries(0):
        compose_feed(viewer=make_viewer())


def test_every_reason_has_words_and_the_decision_explains_them():
    creator, person = make_person(), make_person()
    make_follow(person.id, creator.id)
    viewer = make_viewer(person.id)
    by_followed = make_item(author_id=creator.id)
    watched = make_item(topics=["tea"])
    same_topic = make_item(topics=["tea"])
    hot, fresh = make_item(), make_item()
    send(viewer, event("impression", watched), event("like", watched))
    send(make_viewer(), event("impression", hot), event("like", hot))
    consume()
    page = compose_feed(viewer=viewer)
    reasons = {i.post_id: i.reason_code for i in page.items}
    assert reasons == {
        by_followed: Reason.FOLLOWED,
        same_topic: Reason.TOPIC,
        hot: Reason.POPULAR,
        fresh: Reason.FRESH,
        watched: Reason.SEEN_ALL,
    }
    answer = explain(decision_id=page.decision_id, post_id=same_topic, viewer=viewer)
    assert answer.reason_args == {"topic": "tea"}
    assert answer.value == pytest.approx(sum(answer.parts.values()), abs=1e-3)
    assert "tea" in describe(answer.reason_code, answer.reason_args)
    assert set(REASONS) == set(Reason)


def test_explanations_are_for_their_viewer_and_for_two_days_only():
    viewer = make_viewer()
    post = make_item()
    page = compose_feed(viewer=viewer)
    assert explain(decision_id=page.decision_id, post_id=post).slot == 0
    for wrong in (
        {"decision_id": page.decision_id, "post_id": uuid4()},
        {"decision_id": uuid4(), "post_id": post},
        {"decision_id": page.decision_id, "post_id": post, "viewer": make_viewer()},
    ):
        with pytest.raises(DecisionForgotten) as caught:
            explain(**wrong)
        assert caught.value.code == "decision_forgotten"


def test_decisions_reach_the_lake_with_values_prices_and_probabilities(set_policy):
    set_policy("allocation.explored_share", 1.0)
    posts = make_items({} for _ in range(12))
    page = compose_feed(viewer=make_viewer(), random=np.random.default_rng(1))
    assert all(0 < i.probability < 1 for i in page.items[:-1])
    consume()
    rows = read_lake(
        "SELECT id, kind, payload->>'$.considered', payload->>'$.explored',"
        " json_array_length(payload, '$.items'), json_array_length(payload, '$.candidates'),"
        " payload->>'$.items[0].post_id' FROM decisions"
    )
    first = str(page.items[0].post_id)
    assert rows == [(str(page.decision_id), "for_you", "12", "true", 10, 12, first)]
    assert UUID(first) in posts


def test_new_posts_are_paid_for_until_their_promise_is_kept(set_policy):
    set_policy("allocation.explored_share", 0.0)
    set_policy("allocation.window", 1)
    old = make_items({} for _ in range(30))
    for post in old:  # well liked, so that nothing new would be chosen by value
        for _ in range(4):
            send(make_viewer(), event("impression", post), event("like", post))
    consume()
    stale = clock.now() - timedelta(days=20)
    new = [make_item(published_at=stale) for _ in range(3)]
    for post in new:
        make_grant(post, promised=10)
    for number in range(300):
        page = watch(make_viewer(), limit=5, seed=number)
        consume()
        clock.advance(timedelta(minutes=6))
        assert all(("new_post" in i.classes) >= (i.price > 0) for i in page.items)
        ledgers = list_impression_ledgers(new)
        if sum(ledger.delivered for ledger in ledgers.values()) == 30:
            break
    assert [ledger.delivered for ledger in ledgers.values()] == [10, 10, 10]
    assert {g.status for ledger in ledgers.values() for g in ledger.grants} == {"kept"}
    assert list_class_prices()[0].outstanding == 0


def test_the_price_of_a_floor_never_passes_the_published_most(set_policy):
    set_policy("allocation.max_subsidy", 0.3)
    make_items({} for _ in range(30))
    promised = make_item()
    make_grant(promised, promised=100_000)
    for number in range(80):
        watch(make_viewer(), seed=number)
    floor, _cap = list_class_prices()
    assert floor.floor_price == pytest.approx(0.3)
    assert floor.capped
    assert floor.outstanding == 100_000  # nothing was consumed yet
    assert floor.version >= 19


def test_commercial_posts_are_held_to_their_share(set_policy):
    set_policy("allocation.commercial_share", 0.3)
    set_policy("allocation.explored_share", 0.0)
    newer = clock.now()
    make_items({"is_commercial": True, "published_at": newer} for _ in range(40))
    make_items({"published_at": newer - timedelta(hours=30)} for _ in range(40))
    shares = []
    for number in range(200):
        page = compose_feed(viewer=make_viewer(), random=np.random.default_rng(number))
        shares.append(sum("commercial" in i.classes for i in page.items) / 10)
    assert shares[0] == 1.0
    assert np.mean(shares[-80:]) == pytest.approx(0.3, abs=0.1)
