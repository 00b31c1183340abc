"""Opening an account."""

import pytest

from jishi.foundation.accounts import errors, queries
from jishi.foundation.accounts.actions.create_person import create_person
from jishi.foundation.accounts.factories import make_operator, make_person
from jishi.foundation.kernel.audit import list_audit
from jishi.foundation.kernel.errors import DomainError, TextTooLong
from jishi.foundation.kernel.factories import recorded
from jishi.foundation.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


def test_an_account_is_audited_and_announced():
    person = create_person(
        actor=SYSTEM,
        email=" Lin@Example.Test ",
        display_name="林 小满",
        password="bamboo-lantern-9",
    )
    assert queries.find_person_by_contact("lin@example.test") == person
    assert person.handle.startswith("u")
    assert len(person.handle) == 13
    assert [e.person_id for e in recorded("accounts.person_joined")] == [person.id]
    (line,) = list_audit(subject_kind="person", subject_id=person.id).items
    assert line.action == "create_person"
    assert not queries.has_verified_contact(person.id)


def test_phone_numbers_are_kept_in_one_form():
    person = create_person(actor=SYSTEM, phone="138 0013 8000", display_name="A", verified=True)
    assert queries.find_person_by_contact("+8613800138000") == person
    assert queries.has_verified_contact(person.id)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "contact_missing"),
        ({"email": "not an address"}, "email_invalid"),
        ({"email": "a@b\x00.test"}, "email_invalid"),
        ({"phone": "12"}, "phone_invalid"),
        ({"phone": "'; DROP TABLE accounts_person; --"}, "phone_invalid"),
        ({"email": "a@b.test", "handle": "a b"}, "handle_invalid"),
        ({"email": "a@b.test", "handle": "admin"}, "handle_invalid"),
        ({"email": "a@b.test", "password": "123"}, "password_weak"),
        ({"email": "a@b.test", "display_name": "名" * 10_000}, "text_too_long"),
        ({"email": "a@b.test", "display_name": " \u200b"[:1]}, "invalid_input"),
        ({"email": "a@b.test", "language": "xx"}, "invalid_input"),
    ],
)
def test_bad_input_is_refused_and_nothing_changes(values, code):
    before = queries.count_people()
    with pytest.raises(DomainError) as caught:
        create_person(**({"actor": SYSTEM, "display_name": "A"} | values))
    assert caught.value.code == code
    assert queries.count_people() == before
    assert not recorded("accounts.person_joined")


def test_contacts_and_handles_belong_to_one():
    make_person(email="one@example.test", handle="one.two")
    with pytest.raises(errors.ContactTaken):
        make_person(email="ONE@example.test")
    with pytest.raises(errors.HandleTaken):
        make_person(handle="One.Two")
    assert queries.count_people() == 1


def test_emoji_names_are_names():
    assert make_person(display_name="🏮 灯笼铺").display_name == "🏮 灯笼铺"
    with pytest.raises(TextTooLong):
        make_person(display_name="🏮" * 41)


def test_an_operator_acts_as_one():
    operator = make_operator()
    assert queries.is_operator(operator.id)
