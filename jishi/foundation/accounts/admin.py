from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from jishi.foundation.accounts.actions.close_account import close_account
from jishi.foundation.accounts.models import Membership, Person
from jishi.foundation.kernel.admin import Button, RoomAdmin
from jishi.foundation.kernel.types import Actor


def _close(operator: Actor, person_id: UUID, _note: str) -> None:
    close_account(actor=operator, person_id=person_id)


@admin.register(Person)
class PersonAdmin(RoomAdmin):
    heading = _("People")
    subject_kind = "person"
    list_display = ("display_name", "handle", "email", "phone", "is_staff", "joined_at")
    list_filter = ("is_staff", "is_active")
    search_fields = ("display_name", "handle", "email", "phone")
    ordering = ("-joined_at",)
    fields = (
        ("display_name", "handle"),
        ("email", "phone"),
        "bio",
        ("language", "is_staff", "is_active"),
        ("joined_at", "last_login"),
        "closed_at",
    )
    buttons = (
        Button(
            "close",
            _("Close the account"),
            _close,
            kind="danger",
            note=_("Why (kept in the audit log of this page)"),
            needs_note=True,
            shown=lambda person: person.closed_at is None,
        ),
    )


@admin.register(Membership)
class MembershipAdmin(RoomAdmin):
    heading = _("Roles")
    list_display = ("person", "scope_kind", "scope_id", "role", "granted_at", "expires_at")
    list_select_related = ("person",)
    search_fields = ("person__display_name", "scope_id", "role")
    ordering = ("-granted_at",)
