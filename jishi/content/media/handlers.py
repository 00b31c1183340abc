"""What the media room knows about a person."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.erase_person import erase_person
from jishi.content.media.models import Asset


class MediaData:
    """Registered with accounts as a PersonDataSource."""

    name = "media"

    def collect(self, person_id: UUID) -> object:
        """The person's files by name, kind and time, as plain JSON."""
        rows = Asset.objects.filter(owner_id=person_id).order_by("created_at")
        return [
            {
                "id": str(a.id),
                "kind": a.kind,
                "filename": a.filename,
                "status": a.status,
                "size_bytes": a.size_bytes,
                "created_at": a.created_at.isoformat(),
            }
            for a in rows
        ]

    def erase(self, person_id: UUID) -> None:
        """Delete the person's videos and the names of their files."""
        erase_person(person_id=person_id)
