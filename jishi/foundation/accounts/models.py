"""People and their memberships."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.rows import find_row


class ContactEmailField(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address that may be missing: nothing is stored as NULL, so it stays unique."""

    def get_prep_value(self, value: Any) -> Any:
        """Empty text becomes NULL (allauth writes "" when the last address is removed)."""
        return super().get_prep_value(value) or None


class PeopleManager(BaseUserManager["Person"]):
    """Every request of a session asks for its person: by key, without the ORM's compiler."""

    def get(self, *args: Any, **kwargs: Any) -> Person:
        """As ever."""
        key = kwargs.get("pk")
        if args or len(kwargs) > 1 or not isinstance(key, UUID):
            return super().get(*args, **kwargs)
        person = find_row(Person, "id = %s", [key])
        if person is None:
            raise Person.DoesNotExist
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account: viewer, creator, merchant's staff or operator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Written by allauth when the primary address changes; whether it is verified is known to
    # allauth's EmailAddress alone.
    email = ContactEmailField(unique=True, null=True, blank=True)
    phone = models.CharField(max_length=20, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)
    handle = models.CharField(max_length=30, unique=True, null=True, blank=True)
    display_name = models.CharField(max_length=40)
    bio = models.CharField(max_length=200, blank=True)
    avatar_key = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = PeopleManager()

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """What Django's own pages call the person."""
        return self.display_name


class Membership(models.Model):
    """A role that a person holds in something (a shop, a provider), by kind and id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    scope_kind = models.CharField(max_length=20)
    scope_id = models.UUIDField()
    role = models.CharField(max_length=20)
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scope_kind", "scope_id"], name="membership_once"
            )
        ]
        indexes = [models.Index(fields=["scope_kind", "scope_id"], name="membership_scope")]


class Invitation(models.Model):
    """An offer of a role, to whoever holds its token, until it expires, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    scope_kind = models.CharField(max_length=20)
    scope_id = models.UUIDField()
    role = models.CharField(max_length=20)
    note = models.CharField(max_length=100, blank=True)
    invited_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope_kind", "scope_id"], name="invitation_scope")]
