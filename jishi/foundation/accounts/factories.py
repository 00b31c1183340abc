"""People for tests, made by the real action."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from jishi.foundation.accounts.actions.create_person import create_person
from jishi.foundation.accounts.providers.sms_outbox import outbox
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.types import SYSTEM, Actor, operator_actor, person_actor

__all__ = ["actor_for", "login_user", "make_operator", "make_person", "outbox"]
_numbers = count(1)
# Several processes may make people for one market.
_process = uuid4().hex[:8]


def make_person(**values: Any) -> PersonCard:
    """Somebody with a verified e-mail address; `values` are those of `create_person`."""
    number = next(_numbers)
    if "email" not in values and "phone" not in values:
        values["email"] = f"person{number}-{_process}@example.test"
    values = (
        dict[str, Any]()
        | {"display_name": f"Person {number}", "verified": True, "actor": SYSTEM}
        | values
    )
    with transaction.atomic():
        return create_person(**values)


def make_operator(**values: Any) -> PersonCard:
    """A member of the operator's staff."""
    return make_person(**({"display_name": "Operator", "is_operator": True} | values))


def actor_for(person: PersonCard | UUID) -> Actor:
    """A person as an actor."""
    return person_actor(person.id if isinstance(person, PersonCard) else person)


def operator() -> Actor:
    """A fresh operator as an actor."""
    return operator_actor(make_operator().id)


def login_user(person_id: UUID) -> Any:
    """The request user of a person, for Django's test client (`force_login`)."""
    from jishi.foundation.accounts.models import Person

    return Person.objects.get(id=person_id)
