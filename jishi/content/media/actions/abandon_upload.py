"""An upload is given up, by its owner or because its time is over."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.complete_upload import complete_upload
from jishi.content.media.actions.refuse_asset import refuse_asset
from jishi.content.media.errors import UploadAbandoned, UploadExpired
from jishi.content.media.providers.uploads import forget_upload, received_bytes
from jishi.content.media.queries import lock_asset, view_of
from jishi.content.media.types import AssetStatus, AssetView
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import after_commit
from jishi.foundation.kernel.types import SYSTEM, Actor


def abandon_upload(*, actor: Actor, asset_id: UUID) -> AssetView:
    """Give up an unfinished upload and free its quota; a finished one stays as it is.

    Raises NotFound for other people's files.
    """
    asset = lock_asset(asset_id)
    if actor.person_id not in (asset.owner_id, None):
        raise NotFound()
    if asset.status == AssetStatus.UPLOADING:
        by, error = ("owner", UploadAbandoned()) if actor.person_id else ("system", UploadExpired())
        refuse_asset(asset=asset, error=error, by=by)
        after_commit(lambda: forget_upload(asset_id))
    return view_of(asset)


def expire_upload(asset_id: UUID) -> AssetView:
    """Timer: an upload whose time is over is given up, or taken if it is whole after all."""
    asset = lock_asset(asset_id)
    if asset.status == AssetStatus.UPLOADING and received_bytes(asset_id) == asset.size_bytes:
        return complete_upload(actor=SYSTEM, asset_id=asset_id)
    return abandon_upload(actor=SYSTEM, asset_id=asset_id)
