"""Reads about people."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.actions.update_profile import update_profile
from jishi.foundation.accounts.errors import ContactUnverified, HandleTaken
from jishi.foundation.accounts.factories import (
    actor_for,
    login_user,
    make_operator,
    make_person,
)
from jishi.foundation.kernel.errors import NotFound, NotSignedIn
from jishi.foundation.kernel.types import ActorKind

pytestmark = pytest.mark.django_db


def test_cards_come_in_one_query(django_assert_num_queries):
    people = [make_person() for _ in range(5)]
    with django_assert_num_queries(1):
        cards = queries.list_person_cards([p.id for p in people] + [uuid4()])
    assert cards == {p.id: p for p in people}
    with django_assert_num_queries(0):
        assert queries.list_person_cards([]) == {}


def test_a_missing_person_is_an_error():
    with pytest.raises(NotFound):
        queries.get_person_card(uuid4())
    assert queries.find_person_by_handle("nobody") is None


def test_who_acts():
    person, operator = make_person(), make_operator()
    actor = queries.actor_of(login_user(person.id), "192.0.2.1")
    assert (actor.kind, actor.person_id, actor.ip) == (ActorKind.PERSON, person.id, "192.0.2.1")
    assert queries.actor_of(login_user(operator.id)).is_operator
    assert queries.find_actor(AnonymousUser()) is None
    with pytest.raises(NotSignedIn):
        queries.actor_of(AnonymousUser())


def test_a_profile_is_changed_by_its_owner():
    person, other = make_person(handle="lan.ting"), make_person()
    card = update_profile(actor=actor_for(other), display_name="新名字", handle="@New_One")
    assert (card.display_name, card.handle) == ("新名字", "new_one")
    with pytest.raises(HandleTaken):
        update_profile(actor=actor_for(other), handle="lan.ting")
    assert queries.get_person_card(other.id) == card
    assert queries.find_person_by_handle("@LAN.ting") == person


def test_verified_contacts_gate():
    person = make_person(verified=False)
    with pytest.raises(ContactUnverified):
        queries.require_verified_contact(actor_for(person))
    reached = make_person(phone="+8613800138000")
    assert queries.require_verified_contact(actor_for(reached)) == reached.id
