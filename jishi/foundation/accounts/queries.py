"""Reads about people and their roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from jishi.foundation.accounts.errors import ContactUnverified, InvitationUnusable
from jishi.foundation.accounts.models import Invitation, Membership, Person
from jishi.foundation.accounts.policies import STAFF_SECOND_FACTOR
from jishi.foundation.accounts.rules import read_contact as read_contact
from jishi.foundation.accounts.types import (
    InvitationView,
    MembershipView,
    Obligation,
    PersonCard,
    SecurityView,
    list_closing_objections,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound, NotSignedIn
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.types import Actor, operator_actor, person_actor

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

_CARD = ("id", "display_name", "handle", "avatar_key", "bio", "joined_at", "closed_at")
# In plain SQL: nearly every page shows people. A closed account's name is written for the reader.
_CARDS = """
SELECT id, CASE WHEN closed_at IS NULL THEN display_name END, coalesce(handle, ''), avatar_key, bio,
       joined_at FROM accounts_person WHERE id = ANY(%s)
"""


def card_of(person: Person) -> PersonCard:
    """The card of a row of this room."""
    closed = person.closed_at is not None
    return PersonCard(
        id=person.id,
        display_name=gettext("Closed account") if closed else person.display_name,
        handle=person.handle or "",
        avatar_key=person.avatar_key,
        bio=person.bio,
        joined_at=person.joined_at,
    )


def actor_of(user: AbstractBaseUser | AnonymousUser, ip: str | None = None) -> Actor:
    """In what capacity a request's user acts; raises NotSignedIn when there is none.

    Members of the operator's staff act as operators.
    """
    actor = find_actor(user, ip)
    if actor is None:
        raise NotSignedIn()
    return actor


def find_actor(user: AbstractBaseUser | AnonymousUser, ip: str | None = None) -> Actor | None:
    """As `actor_of`, or None for a visitor who has not signed in."""
    if not user.is_authenticated or not user.is_active:
        return None
    person = cast(Person, user)
    return operator_actor(person.id, ip) if person.is_staff else person_actor(person.id, ip)


def get_person_card(person_id: UUID) -> PersonCard:
    """One person's card; raises NotFound."""
    person = Person.objects.only(*_CARD).filter(id=person_id).first()
    if person is None:
        raise NotFound()
    return card_of(person)


def list_person_cards(ids: Iterable[UUID]) -> dict[UUID, PersonCard]:
    """The cards of those that exist, in one query (none for no ids)."""
    wanted = set(ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [list(wanted)])
        rows = cursor.fetchall()
    closed = gettext("Closed account")
    return {r[0]: PersonCard(r[0], closed if r[1] is None else r[1], *r[2:]) for r in rows}


def find_person_by_handle(handle: str) -> PersonCard | None:
    """The person with this handle (with or without @, any case), if there is one."""
    row = Person.objects.only(*_CARD).filter(handle=handle.lstrip("@").lower()).first()
    return card_of(row) if row else None


def find_person_by_contact(contact: str) -> PersonCard | None:
    """The person who signs in with this e-mail address or phone number (E.164)."""
    rows = Person.objects.only(*_CARD).filter(closed_at=None)
    row = rows.filter(Q(email=contact.lower()) | Q(phone=contact)).first()
    return card_of(row) if row else None


def lock_person(person_id: UUID) -> Person:
    """The row, locked to the end of the transaction; for this room's actions. Raises NotFound."""
    person = Person.objects.select_for_update(no_key=True).filter(id=person_id).first()
    if person is None:
        raise NotFound()
    return person


def is_operator(person_id: UUID) -> bool:
    """Whether the person belongs to the operator's staff."""
    return Person.objects.filter(id=person_id, is_staff=True, is_active=True).exists()


def count_people() -> int:
    """Open accounts."""
    return Person.objects.filter(closed_at=None).count()


def has_verified_contact(person_id: UUID) -> bool:
    """Whether a message has ever proved to reach the person."""
    phone = Q(id=person_id, phone__isnull=False, phone_verified=True)
    if Person.objects.filter(phone).exists():
        return True
    return bool(EmailAddress.objects.filter(user_id=person_id, verified=True).exists())


def require_verified_contact(actor: Actor) -> UUID:
    """The person's id, for what only a reachable person may do; raises ContactUnverified."""
    person_id = actor.require_person()
    if not has_verified_contact(person_id):
        raise ContactUnverified()
    return person_id


def _in_force() -> QuerySet[Membership]:
    return Membership.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))


def has_role(
    person_id: UUID, scope_kind: str, scope_id: UUID, roles: Collection[str] | None = None
) -> bool:
    """Whether the person holds one of `roles` (any, when None) in something, now."""
    rows = _in_force().filter(person_id=person_id, scope_kind=scope_kind, scope_id=scope_id)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    return rows.exists()


def list_memberships(person_id: UUID, scope_kind: str | None = None) -> tuple[MembershipView, ...]:
    """What the person holds now, oldest first."""
    rows = _in_force().filter(person_id=person_id).order_by("granted_at", "id")
    if scope_kind is not None:
        rows = rows.filter(scope_kind=scope_kind)
    return tuple(_membership(row) for row in rows)


def list_members(scope_kind: str, scope_id: UUID) -> tuple[MembershipView, ...]:
    """Who holds what in something now, oldest first."""
    rows = _in_force().filter(scope_kind=scope_kind, scope_id=scope_id)
    return tuple(_membership(row) for row in rows.order_by("granted_at", "id"))


def list_invitations(scope_kind: str, scope_id: UUID) -> tuple[InvitationView, ...]:
    """Offers that can still be accepted, newest first."""
    rows = Invitation.objects.filter(
        scope_kind=scope_kind,
        scope_id=scope_id,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=clock.now(),
    )
    return tuple(invitation_view(row) for row in rows.order_by("-created_at"))


def get_invitation(token: str) -> InvitationView:
    """The offer behind a token; raises InvitationUnusable when it is used, late or unknown."""
    row = Invitation.objects.filter(token_hash=hash_input(token)).first()
    return invitation_view(check_invitation(row))


def check_invitation(row: Invitation | None) -> Invitation:
    """The row, if it can be accepted now; raises InvitationUnusable."""
    spent = row is None or row.accepted_at or row.withdrawn_at or row.expires_at <= clock.now()
    if row is None or spent:
        raise InvitationUnusable()
    return row


def invitation_view(row: Invitation, token: str | None = None) -> InvitationView:
    """The view of a row of this room."""
    return InvitationView(
        row.id, row.scope_kind, row.scope_id, row.role, row.note, row.expires_at, token
    )


def list_obligations(person_id: UUID) -> tuple[Obligation, ...]:
    """What keeps the account open, as every room above reports it."""
    return tuple(o for ask in list_closing_objections() for o in ask(person_id))


def _membership(row: Membership) -> MembershipView:
    return MembershipView(
        row.scope_kind, row.scope_id, row.role, row.person_id, row.granted_at, row.expires_at
    )


def has_second_factor(person_id: UUID) -> bool:
    """Whether the account is protected by an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=person_id, type__in=kinds).exists())


def get_security(person_id: UUID) -> SecurityView:
    """How somebody signs in, for their own account page; four queries."""
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound()
    emails = EmailAddress.objects.filter(user_id=person_id)
    factors = set(Authenticator.objects.filter(user_id=person_id).values_list("type", flat=True))
    return SecurityView(
        email=person.email,
        email_verified=any(e.verified for e in emails if e.email == person.email),
        phone=person.phone,
        phone_verified=person.phone_verified,
        has_password=person.has_usable_password(),
        has_authenticator_app=Authenticator.Type.TOTP in factors,
        has_passkey=Authenticator.Type.WEBAUTHN in factors,
        session_count=UserSession.objects.filter(user_id=person_id).count(),
    )


def may_operate(person_id: UUID) -> bool:
    """Whether a member of staff may use operator's rights: with a second factor, if policy asks."""
    return not STAFF_SECOND_FACTOR.get() or has_second_factor(person_id)
