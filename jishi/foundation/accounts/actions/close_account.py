"""Close an account and erase what is personal in it."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from jishi.foundation.accounts.errors import AccountHasObligations
from jishi.foundation.accounts.events import AccountClosed, MembershipRevoked
from jishi.foundation.accounts.models import Membership, Person
from jishi.foundation.accounts.queries import list_obligations, lock_person
from jishi.foundation.accounts.types import list_data_sources
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.storage import delete_file
from jishi.foundation.kernel.transactions import after_commit, require_transaction
from jishi.foundation.kernel.types import Actor


def close_account(*, actor: Actor, person_id: UUID | None = None) -> None:
    """Close the actor's own account, or as an operator another's; it cannot be undone.

    The row stays, nameless, because orders and money refer to it. Raises
    AccountHasObligations while any room objects, NotFound when it is closed already.
    """
    require_transaction()
    subject = person_id or actor.require_person()
    if subject != actor.person_id and not actor.is_operator:
        raise NotAllowed()
    person = lock_person(subject)
    if person.closed_at is not None:
        raise NotFound()
    obligations = list_obligations(subject)
    if obligations:
        raise AccountHasObligations(
            obligations="; ".join(o.text for o in obligations),
            codes=[o.code for o in obligations],
        )
    _end_memberships(subject)
    for source in list_data_sources():
        source.erase(subject)
    _erase(person)
    audit(actor=actor, action="close_account", subject_kind="person", subject_id=subject)
    record(AccountClosed(person_id=subject))


def _end_memberships(person_id: UUID) -> None:
    rows = list(Membership.objects.select_for_update().filter(person_id=person_id))
    Membership.objects.filter(person_id=person_id).delete()
    for row in rows:
        record(
            MembershipRevoked(
                person_id=person_id,
                scope_kind=row.scope_kind,
                scope_id=row.scope_id,
                role=row.role,
            )
        )


def _erase(person: Person) -> None:
    """Forget contacts, credentials and sessions; open sessions die with the password."""
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    UserSession.objects.filter(user=person).delete()
    picture = person.avatar_key
    if picture:
        after_commit(lambda: delete_file(picture))
    person.set_unusable_password()
    person.email = person.phone = person.handle = None
    person.display_name = person.bio = person.avatar_key = ""
    person.phone_verified = person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.closed_at = clock.now()
    person.save()
