"""Change what others see of a person."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from jishi.foundation.accounts.errors import HandleTaken
from jishi.foundation.accounts.events import ProfileChanged
from jishi.foundation.accounts.queries import card_of, lock_person
from jishi.foundation.accounts.rules import check_handle, check_language
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor


def update_profile(
    *,
    actor: Actor,
    display_name: str | None = None,
    handle: str | None = None,
    bio: str | None = None,
    avatar_key: str | None = None,
    language: str | None = None,
) -> PersonCard:
    """Change the given ones of the actor's own profile; None leaves a value as it is.

    Raises HandleTaken, HandleInvalid, InvalidInput, TextTooLong.
    """
    require_transaction()
    person = lock_person(actor.require_person())
    changes: dict[str, str] = {}
    if display_name is not None:
        changes["display_name"] = clean_line(display_name, field="display_name", limit=40)
    if handle is not None:
        changes["handle"] = check_handle(handle)
    if bio is not None:
        changes["bio"] = clean_line(bio, field="bio", limit=200, required=False)
    if avatar_key is not None:
        changes["avatar_key"] = avatar_key
    if language is not None:
        changes["language"] = check_language(language)
    changes = {k: v for k, v in changes.items() if getattr(person, k) != v}
    if not changes:
        return card_of(person)
    for name, value in changes.items():
        setattr(person, name, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(changes))
    except IntegrityError:
        raise HandleTaken(handle=changes.get("handle", "")) from None
    audit(
        actor=actor,
        action="update_profile",
        subject_kind="person",
        subject_id=person.id,
        detail={"fields": sorted(changes)},
    )
    record(ProfileChanged(person_id=person.id))
    return card_of(person)
