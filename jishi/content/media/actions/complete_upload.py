"""The last byte of an upload has arrived."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.errors import UploadUnfinished
from jishi.content.media.providers.uploads import received_bytes
from jishi.content.media.queries import lock_asset, view_of
from jishi.content.media.types import AssetStatus, AssetView
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor


def complete_upload(*, actor: Actor, asset_id: UUID) -> AssetView:
    """Hand a whole file over to the check of its content; repeated calls change nothing.

    Raises NotFound for other people's files, UploadUnfinished while bytes are missing.
    """
    asset = lock_asset(asset_id)
    if actor.person_id not in (asset.owner_id, None):
        raise NotFound()
    if asset.status == AssetStatus.UPLOADING:
        received = received_bytes(asset.id)
        if received != asset.size_bytes:
            raise UploadUnfinished(received=received, expected=asset.size_bytes)
        move_asset(asset, AssetStatus.CHECKING, by="owner" if actor.person_id else "system")
        defer_check(asset.id)
    return view_of(asset)


def defer_check(asset_id: UUID) -> None:
    """Queue the check of a file's content in the caller's transaction."""
    from procrastinate.contrib.django import app

    app.configure_task("media.check_asset", queue="checks").defer(asset_id=str(asset_id))
