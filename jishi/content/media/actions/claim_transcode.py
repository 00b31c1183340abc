"""A worker takes a video on."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.actions.refuse_asset import refuse_asset
from jishi.content.media.errors import TranscodeFailed
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus
from jishi.foundation.kernel.ids import new_id

MAX_ATTEMPTS = 8


def claim_transcode(*, asset_id: UUID) -> UUID | None:
    """Claim a video for a new run; None when there is nothing (more) to do.

    A run that was claimed before is void from here on: its worker was killed, or hangs. After
    eight claims the file is refused instead (TranscodeFailed): it may be what kills workers.
    """
    asset = lock_asset(asset_id)
    if asset.status not in (AssetStatus.QUEUED, AssetStatus.TRANSCODING):
        return None
    asset.run_id, asset.attempts, asset.progress_percent = new_id(), asset.attempts + 1, 0
    if asset.status == AssetStatus.QUEUED:
        move_asset(asset, AssetStatus.TRANSCODING, by="system")
    if asset.attempts > MAX_ATTEMPTS:
        refuse_asset(asset=asset, error=TranscodeFailed())
        return None
    asset.save()
    return asset.run_id
