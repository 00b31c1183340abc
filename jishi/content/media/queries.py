"""Reads of files: by owner, by id, and what is left of a person's quota."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum

from jishi.content.media.errors import REFUSALS, MediaRefused
from jishi.content.media.models import Asset, AssetStep
from jishi.content.media.types import AssetStatus, AssetView, MediaKind
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.lists import decode_time_cursor, make_page
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.types import Actor, Page

QUOTA_WINDOW = timedelta(days=1)
_LIST = """
SELECT id, owner_id, kind, status, progress_percent, refusal_code, width, height, duration_ms,
       has_audio, poster_key, hls_prefix, hls_name, mp4_key, size_bytes, filename, poster_choices,
       created_at, picture_keys::text, refusal_details::text
FROM media_asset WHERE id = ANY(%s)
"""


class _Row(NamedTuple):
    """A row of `_LIST`: feeds read files more often than anything else does."""

    id: UUID
    owner_id: UUID
    kind: str
    status: str
    progress_percent: int
    refusal_code: str
    width: int
    height: int
    duration_ms: int
    has_audio: bool
    poster_key: str
    hls_prefix: str
    hls_name: str
    mp4_key: str
    size_bytes: int
    filename: str
    poster_choices: list[str]
    created_at: datetime
    picture_keys: dict[str, str]
    refusal_details: dict[str, Any]


def view_of(asset: Asset | _Row) -> AssetView:
    """The frozen view of a row."""
    message = ""
    if asset.refusal_code:
        refusal = REFUSALS.get(asset.refusal_code, MediaRefused)
        message = refusal(**asset.refusal_details).message()
    pictures = dict(sorted((int(w), key) for w, key in asset.picture_keys.items()))
    return AssetView(
        id=asset.id,
        owner_id=asset.owner_id,
        kind=MediaKind(asset.kind),
        status=AssetStatus(asset.status),
        progress_percent=asset.progress_percent,
        refusal_code=asset.refusal_code,
        refusal_message=message,
        width=asset.width,
        height=asset.height,
        duration_ms=asset.duration_ms,
        has_audio=asset.has_audio,
        poster_key=asset.poster_key,
        picture_keys=pictures,
        hls_prefix=asset.hls_prefix or None,
        hls_name=asset.hls_name,
        mp4_key=asset.mp4_key or None,
        playable=bool(asset.hls_prefix or pictures),
        size_bytes=asset.size_bytes,
        filename=asset.filename,
        poster_choices=tuple(asset.poster_choices),
        created_at=asset.created_at,
    )


def get_asset(viewer: Actor, asset_id: UUID) -> AssetView:
    """A file as its owner or the operator sees it; raises NotFound for anybody else."""
    asset = Asset.objects.filter(id=asset_id).first()
    if asset is None or not (viewer.is_operator or viewer.person_id == asset.owner_id):
        raise NotFound()
    return view_of(asset)


def find_asset(asset_id: UUID) -> AssetView | None:
    """A file by its id, for rooms that show what they attached."""
    asset = Asset.objects.filter(id=asset_id).first()
    return view_of(asset) if asset else None


def list_assets(ids: Collection[UUID]) -> dict[UUID, AssetView]:
    """Files by id, in one query; unknown ids are left out."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [list(set(ids))])
        rows = cursor.fetchall()
    found = (_Row._make((*row[:-2], json.loads(row[-2]), json.loads(row[-1]))) for row in rows)
    return {row.id: view_of(row) for row in found}


def list_my_assets(
    actor: Actor, *, status: str | None = None, cursor: str | None = None, limit: int = 30
) -> Page[AssetView]:
    """The actor's own files, newest first."""
    rows = Asset.objects.filter(owner_id=actor.require_person())
    if status:
        rows = rows.filter(status=status)
    if cursor:
        at, key = decode_time_cursor(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=key))
    rows = rows.order_by("-created_at", "-id")[: limit + 1]
    return make_page([view_of(a) for a in rows], limit, lambda v: (v.created_at, v.id))


def get_quota_left(person_id: UUID) -> int:
    """Bytes the person may still upload within the running 24 hours; refused files don't count."""
    since = clock.now() - QUOTA_WINDOW
    used = (
        Asset.objects.filter(owner_id=person_id, created_at__gt=since)
        .exclude(status=AssetStatus.REFUSED)
        .aggregate(total=Sum("size_bytes"))["total"]
    )
    return max(0, settings.upload_daily_bytes - (used or 0))


def count_open_uploads(person_id: UUID) -> int:
    """Uploads of a person that are neither finished nor given up."""
    return Asset.objects.filter(owner_id=person_id, status=AssetStatus.UPLOADING).count()


def list_due_uploads(limit: int) -> list[UUID]:
    """Uploads whose time is over, oldest first."""
    rows = Asset.objects.filter(status=AssetStatus.UPLOADING, expires_at__lte=clock.now())
    return list(rows.order_by("expires_at").values_list("id", flat=True)[:limit])


def list_steps(asset_id: UUID) -> tuple[tuple[str, str, str], ...]:
    """History of a file: (from, to, by), oldest first."""
    rows = AssetStep.objects.filter(asset_id=asset_id).order_by("id")
    return tuple(rows.values_list("source", "target", "by"))


def lock_asset(asset_id: UUID) -> Asset:
    """The row, locked until the transaction ends; raises NotFound."""
    asset = Asset.objects.select_for_update().filter(id=asset_id).first()
    if asset is None:
        raise NotFound()
    return asset
