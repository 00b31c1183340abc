"""Facts about people and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Event):
    """Somebody has an account now."""

    NAME = "accounts.person_joined"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A name, handle, picture or text that others see was changed."""

    NAME = "accounts.profile_changed"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An account was closed and its personal data erased."""

    NAME = "accounts.account_closed"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MembershipGranted(Event):
    """A person holds a role in something now."""

    NAME = "accounts.membership_granted"
    person_id: UUID
    scope_kind: str
    scope_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class MembershipRevoked(Event):
    """A person no longer holds a role in something."""

    NAME = "accounts.membership_revoked"
    person_id: UUID
    scope_kind: str
    scope_id: UUID
    role: str
