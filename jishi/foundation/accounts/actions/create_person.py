"""Open an account."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jishi.foundation.accounts.errors import (
    ContactMissing,
    ContactTaken,
    HandleTaken,
    PasswordWeak,
)
from jishi.foundation.accounts.events import PersonJoined
from jishi.foundation.accounts.models import Person
from jishi.foundation.accounts.queries import card_of
from jishi.foundation.accounts.rules import (
    check_email,
    check_handle,
    check_language,
    check_phone,
    first_handle,
)
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def create_person(
    *,
    actor: Actor,
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
    display_name: str,
    handle: str | None = None,
    bio: str = "",
    language: str = "zh-hans",
    avatar_key: str = "",
    is_operator: bool = False,
    verified: bool = False,
) -> PersonCard:
    """Open an account that is reached by an e-mail address, a phone number or both.

    Without a password one signs in by code; `verified` says that the contacts are proved.
    Raises ContactMissing, ContactTaken, HandleTaken, PasswordWeak and what the checks of
    single values raise.
    """
    require_transaction()
    if not email and not phone:
        raise ContactMissing()
    person_id = new_id()
    person = Person(
        id=person_id,
        email=check_email(email) if email else None,
        phone=check_phone(phone) if phone else None,
        phone_verified=bool(phone and verified),
        handle=check_handle(handle) if handle else first_handle(person_id),
        display_name=clean_line(display_name, field="display_name", limit=40),
        bio=clean_line(bio, field="bio", limit=200, required=False),
        avatar_key=avatar_key,
        language=check_language(language),
        is_staff=is_operator,
        is_superuser=is_operator,
    )
    if password is not None:
        check_password_strength(password, person)
    person.set_password(password)
    _insert(person)
    if person.email:
        EmailAddress.objects.create(
            user=person, email=person.email, primary=True, verified=verified
        )
    audit(
        actor=actor,
        action="create_person",
        subject_kind="person",
        subject_id=person.id,
        detail={"is_operator": is_operator},
    )
    record(PersonJoined(person_id=person.id))
    return card_of(person)


def check_password_strength(password: str, person: Person | None = None) -> None:
    """Raises PasswordWeak, with the reasons, for a password that is too easy to guess."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PasswordWeak(why=" ".join(error.messages)) from None


def _insert(person: Person) -> None:
    """Write the row; the unique constraints decide between two who ask for the same."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        if "handle" in str(error):
            raise HandleTaken(handle=person.handle) from None
        raise ContactTaken() from None
