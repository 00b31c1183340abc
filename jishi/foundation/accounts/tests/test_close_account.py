"""Closing accounts and giving data out."""

from uuid import uuid4

import pytest

from jishi.foundation.accounts import queries, types
from jishi.foundation.accounts.actions.close_account import close_account
from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.accounts.errors import AccountHasObligations
from jishi.foundation.accounts.factories import actor_for, make_person, operator
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(types, "_objections", {})
    monkeypatch.setattr(types, "_sources", {})


class Notes:
    name = "notes"

    def __init__(self):
        self.kept = True

    def collect(self, person_id):
        return {"kept": self.kept}

    def erase(self, person_id):
        self.kept = False


def test_what_is_personal_is_gone(registry):
    notes = Notes()
    types.register_data_source(notes)
    person = make_person(email="lin@example.test", handle="lin.x", display_name="林")
    grant_membership(
        actor=SYSTEM, person_id=person.id, scope_kind="shop", scope_id=uuid4(), role="staff"
    )
    close_account(actor=actor_for(person))
    card = queries.get_person_card(person.id)
    assert (card.handle, card.bio, card.avatar_key) == ("", "", "")
    assert "林" not in card.display_name
    assert queries.find_person_by_handle("lin.x") is None
    assert queries.list_memberships(person.id) == ()
    assert not queries.has_verified_contact(person.id)
    assert not notes.kept
    assert [e.person_id for e in recorded("accounts.account_closed")] == [person.id]
    assert list_audit(subject_kind="person", subject_id=person.id).items[0].action == (
        "close_account"
    )
    assert make_person(email="lin@example.test").id != person.id
    with pytest.raises(NotFound):
        close_account(actor=actor_for(person))


def test_an_obligation_keeps_the_account_open(registry):
    person = make_person(email="lin@example.test")
    types.register_closing_objection(
        "orders", lambda person_id: [types.Obligation("open_orders", "2 open orders")]
    )
    with pytest.raises(AccountHasObligations) as caught:
        close_account(actor=actor_for(person))
    assert "2 open orders" in str(caught.value)
    assert queries.find_person_by_contact("lin@example.test") == person
    assert not recorded("accounts.account_closed")


def test_only_oneself_or_an_operator(registry):
    person = make_person()
    with pytest.raises(NotAllowed):
        close_account(actor=actor_for(make_person()), person_id=person.id)
    assert queries.get_person_card(person.id) == person
    close_account(actor=operator(), person_id=person.id)
    assert queries.get_person_card(person.id).handle == ""
