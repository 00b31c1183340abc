"""What crosses the doors of accounts, and what upper rooms register with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody as anybody may see them. A closed account has an empty handle."""

    id: UUID
    display_name: str
    handle: str
    avatar_key: str
    bio: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Where messages reach somebody: exactly one of both is set."""

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A role that a person holds in something."""

    scope_kind: str
    scope_id: UUID
    role: str
    person_id: UUID
    granted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An offer of a role; `token` is set only in the answer to whoever made it."""

    id: UUID
    scope_kind: str
    scope_id: UUID
    role: str
    note: str
    expires_at: datetime
    token: str | None = None


@dataclass(frozen=True, slots=True)
class SecurityView:
    """How somebody signs in; shown to nobody else."""

    email: str | None
    email_verified: bool
    phone: str | None
    phone_verified: bool
    has_password: bool
    has_authenticator_app: bool
    has_passkey: bool
    session_count: int


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that keeps an account open: `code` for programs, `text` for its owner."""

    code: str
    text: str


class ClosingObjection(Protocol):
    """Asked before an account is closed; a room registers one in its `AppConfig.ready`."""

    def __call__(self, person_id: UUID) -> Sequence[Obligation]:
        """What is still open with this person: orders, money, a shop, cases."""
        ...


class PersonDataSource(Protocol):
    """A room that keeps data about people; it registers itself in its `AppConfig.ready`."""

    name: str

    def collect(self, person_id: UUID) -> object:
        """All that the room keeps about the person, as plain JSON values."""
        ...

    def erase(self, person_id: UUID) -> None:
        """Forget what the law does not ask to be kept; runs as the account is closed."""
        ...


class SmsSender(Protocol):
    """Port to whoever delivers short messages."""

    def send(self, phone: str, text: str) -> None:
        """Deliver `text` to a number in E.164; raises OSError when it cannot."""
        ...


_objections: dict[str, ClosingObjection] = {}
_sources: dict[str, PersonDataSource] = {}


def register_closing_objection(name: str, ask: ClosingObjection) -> None:
    """Have `ask` heard before any account is closed; the same name replaces."""
    _objections[name] = ask


def register_data_source(source: PersonDataSource) -> None:
    """Have a room's data in every export and erased at every closing; same name replaces."""
    _sources[source.name] = source


def list_closing_objections() -> tuple[ClosingObjection, ...]:
    """All registered objections."""
    return tuple(_objections.values())


def list_data_sources() -> tuple[PersonDataSource, ...]:
    """All registered sources, by name."""
    return tuple(_sources[name] for name in sorted(_sources))
