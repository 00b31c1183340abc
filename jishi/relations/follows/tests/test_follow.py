from uuid import uuid4

import pytest

from jishi.foundation.accounts.factories import actor_for, make_person
from jishi.foundation.kernel.errors import NotFound, NotSignedIn
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import SYSTEM
from jishi.relations.follows import queries
from jishi.relations.follows.actions import follow, unfollow
from jishi.relations.follows.errors import FollowOneself, TooManyFollowed
from jishi.relations.follows.factories import make_follow
from jishi.relations.follows.invariants import people_follow_too_many
from jishi.relations.follows.models import Follow
from jishi.relations.follows.providers.personal_data import FollowsData

pytestmark = pytest.mark.django_db


def test_follow_twice_changes_once():
    fan, creator = make_person(), make_person()
    first = follow(actor=actor_for(fan), creator_id=creator.id)
    again = follow(actor=actor_for(fan), creator_id=creator.id)
    assert (first.following, first.changed) == (True, True)
    assert (again.following, again.changed) == (True, False)
    assert queries.is_following(fan.id, creator.id)
    assert not queries.is_following(creator.id, fan.id)
    assert len(recorded("follows.person_followed")) == 1
    assert people_follow_too_many() == []


def test_unfollow_ends_it_and_may_be_repeated():
    fan, creator = make_person(), make_person()
    make_follow(fan.id, creator.id)
    assert unfollow(actor=actor_for(fan), creator_id=creator.id).changed
    assert not unfollow(actor=actor_for(fan), creator_id=creator.id).changed
    assert not queries.is_following(fan.id, creator.id)
    assert len(recorded("follows.person_unfollowed")) == 1


@pytest.mark.parametrize(
    ("actor", "creator", "error", "code"),
    [
        ("self", "self", FollowOneself, "follow_oneself"),
        ("self", "nobody", NotFound, "not_found"),
        ("system", "self", NotSignedIn, "not_signed_in"),
    ],
)
def test_refusals_change_nothing(actor, creator, error, code):
    person = make_person()
    who = actor_for(person) if actor == "self" else SYSTEM
    whom = person.id if creator == "self" else uuid4()
    with pytest.raises(error) as caught:
        follow(actor=who, creator_id=whom)
    assert caught.value.code == code
    assert Follow.objects.count() == 0
    assert recorded("follows.person_followed") == []


def test_limit(monkeypatch):
    monkeypatch.setitem(follow.__globals__, "MAX_FOLLOWED", 1)
    fan = make_person()
    make_follow(fan.id, make_person().id)
    with pytest.raises(TooManyFollowed) as caught:
        follow(actor=actor_for(fan), creator_id=make_person().id)
    assert caught.value.code == "too_many_followed"
    assert queries.count_followed(fan.id) == 1


def test_reads_and_their_query_counts(django_assert_num_queries):
    creator, fans = make_person(), [make_person() for _ in range(3)]
    for fan in fans:
        make_follow(fan.id, creator.id)
    make_follow(creator.id, fans[0].id)
    with django_assert_num_queries(1):
        page = queries.list_followers(creator.id, limit=2)
    assert [v.person_id for v in page.items] == [fans[2].id, fans[1].id]
    rest = queries.list_followers(creator.id, limit=2, cursor=page.next_cursor)
    assert [v.person_id for v in rest.items] == [fans[0].id]
    assert rest.next_cursor is None
    with django_assert_num_queries(1):
        assert queries.count_followers([creator.id, fans[1].id]) == {creator.id: 3, fans[1].id: 0}
    with django_assert_num_queries(0):
        assert queries.count_followers([]) == {}
    with django_assert_num_queries(1):
        assert queries.list_followed_ids(fans[0].id) == [creator.id]
    with django_assert_num_queries(1):
        followed = queries.list_followed(fans[0].id)
    assert [v.person_id for v in followed.items] == [creator.id]
    with django_assert_num_queries(1):
        assert queries.list_following_among(fans[0].id, [creator.id, uuid4()]) == {creator.id}
    with django_assert_num_queries(1):
        assert queries.list_friends_ids(creator.id) == [fans[0].id]


def test_personal_data_is_exported_and_erased():
    fan, creator = make_person(), make_person()
    make_follow(fan.id, creator.id)
    data = FollowsData()
    assert str(creator.id) in str(data.collect(fan.id))
    assert data.collect(creator.id) == {"followed": [], "followers": 1}
    data.erase(creator.id)
    assert Follow.objects.count() == 0
