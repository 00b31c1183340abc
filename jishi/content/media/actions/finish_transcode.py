"""A video has all its renditions."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.actions.show_first import show_rendition
from jishi.content.media.events import AssetReady
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus, Rendition
from jishi.foundation.kernel.events import record


def finish_transcode(*, asset_id: UUID, run_id: UUID, made: Rendition) -> bool:
    """All renditions are there; False when another run has taken over."""
    asset = lock_asset(asset_id)
    if asset.run_id != run_id or asset.status != AssetStatus.TRANSCODING:
        return False
    show_rendition(asset, made)
    asset.progress_percent = 100
    move_asset(asset, AssetStatus.READY, by="system")
    record(AssetReady(asset_id=asset.id, owner_id=asset.owner_id, kind=asset.kind))
    return True
