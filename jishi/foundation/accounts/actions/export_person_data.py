"""Give a person all that the market keeps about them."""

from __future__ import annotations

import io
import json
import zipfile
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from jishi.foundation.accounts.models import Person
from jishi.foundation.accounts.queries import list_memberships
from jishi.foundation.accounts.types import list_data_sources
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit, list_audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor

AUDIT_LINES = 1000


def export_person_data(*, actor: Actor) -> bytes:
    """A zip archive with a JSON file for each room that keeps data about the actor."""
    require_transaction()
    person_id = actor.require_person()
    files: dict[str, object] = {"account": _own_data(person_id)}
    for source in list_data_sources():
        files[source.name] = source.collect(person_id)
    audit(actor=actor, action="export_person_data", subject_kind="person", subject_id=person_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        stamp = clock.now().timetuple()[:6]
        for name, value in files.items():
            text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
            archive.writestr(zipfile.ZipInfo(f"{name}.json", stamp), text)
    return packed.getvalue()


def _own_data(person_id: UUID) -> dict[str, object]:
    """What this room and the audit log keep."""
    person = Person.objects.get(id=person_id)
    fields = (
        "id", "email", "phone", "phone_verified", "handle", "display_name", "bio",
        "avatar_key", "language", "is_staff", "joined_at", "last_login",
    )  # fmt: skip
    lines: list[dict[str, object]] = []
    cursor: str | None = None
    while len(lines) < AUDIT_LINES:
        page = list_audit(actor_id=person_id, cursor=cursor, limit=100)
        lines += [
            {"at": line.at, "action": line.action, "subject": line.subject_kind}
            for line in page.items
        ]
        cursor = page.next_cursor
        if cursor is None:
            break
    return {
        "profile": {name: getattr(person, name) for name in fields},
        "email_addresses": list(
            EmailAddress.objects.filter(user_id=person_id).values("email", "verified", "primary")
        ),
        "second_factors": list(
            Authenticator.objects.filter(user_id=person_id).values("type", "created_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user_id=person_id).values(
                "created_at", "last_seen_at", "ip", "user_agent"
            )
        ),
        "roles": [
            {"scope_kind": m.scope_kind, "scope_id": m.scope_id, "role": m.role}
            for m in list_memberships(person_id)
        ],
        "actions": lines,
    }
