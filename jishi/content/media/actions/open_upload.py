"""Leave to upload a file."""

from __future__ import annotations

from django.db import connection

from jishi.content.media.errors import (
    EmptyFile,
    FileTooLarge,
    TooManyUploads,
    UploadQuotaExceeded,
)
from jishi.content.media.models import Asset
from jishi.content.media.policies import OPEN_UPLOADS, PICTURE_MAX_BYTES, VIDEO_MAX_BYTES
from jishi.content.media.queries import count_open_uploads, get_quota_left
from jishi.content.media.rules import UPLOAD_WINDOW
from jishi.content.media.types import UPLOAD_PURPOSE, AssetStatus, MediaKind, UploadTicket
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.signing import make_token
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor

MB = 1024 * 1024


def open_upload(*, actor: Actor, filename: str, size_bytes: int, kind: str) -> UploadTicket:
    """Make a place for a file of exactly `size_bytes` and hand out the address to send it to.

    Raises EmptyFile, FileTooLarge, UploadQuotaExceeded, TooManyUploads, InvalidInput.
    """
    asset = claim_room(actor=actor, filename=filename, size_bytes=size_bytes, kind=kind)
    asset.expires_at = asset.created_at + UPLOAD_WINDOW
    asset.save(force_insert=True)
    audit(
        actor=actor,
        action="open_upload",
        subject_kind="asset",
        subject_id=asset.id,
        detail={"size_bytes": size_bytes, "kind": asset.kind},
    )
    claims = {"asset": str(asset.id), "size": size_bytes}
    token = make_token(UPLOAD_PURPOSE, claims, int(UPLOAD_WINDOW.total_seconds()))
    url = f"{settings.media_url}/uploads/{asset.id}?t={token}"
    return UploadTicket(asset.id, url, asset.expires_at)


def claim_room(*, actor: Actor, filename: str, size_bytes: int, kind: str) -> Asset:
    """An unsaved row for a file that fits limits and quota; holds the owner's quota lock.

    Raises EmptyFile, FileTooLarge, UploadQuotaExceeded, TooManyUploads, InvalidInput.
    """
    owner_id = actor.require_person()
    name = clean_line(filename, field="filename", limit=200)
    if kind not in set(MediaKind):
        raise InvalidInput(field="kind")
    check_size(size_bytes, kind)
    with connection.cursor() as cursor:  # one upload of a person at a time is counted
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"up:{owner_id}"])
    left = get_quota_left(owner_id)
    if size_bytes > left:
        raise UploadQuotaExceeded(limit_mb=settings.upload_daily_bytes // MB, left_mb=left // MB)
    if count_open_uploads(owner_id) >= OPEN_UPLOADS.get():
        raise TooManyUploads(limit=OPEN_UPLOADS.get())
    now = clock.now()
    return Asset(
        id=new_id(),
        owner_id=owner_id,
        kind=kind,
        status=AssetStatus.UPLOADING,
        filename=name,
        size_bytes=size_bytes,
        created_at=now,
        changed_at=now,
    )


def check_size(size_bytes: int, kind: str) -> None:
    """Raises EmptyFile or FileTooLarge."""
    if size_bytes <= 0:
        raise EmptyFile()
    limit = PICTURE_MAX_BYTES.get() if kind == MediaKind.PICTURE else VIDEO_MAX_BYTES.get()
    if size_bytes > limit:
        raise FileTooLarge(size_mb=-(-size_bytes // MB), limit_mb=limit // MB)
