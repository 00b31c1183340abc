"""A video cannot be encoded."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.refuse_asset import refuse_asset
from jishi.content.media.errors import TranscodeFailed
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus


def fail_transcode(*, asset_id: UUID, run_id: UUID) -> bool:
    """The encoder refused the file for good; False when another run has taken over."""
    asset = lock_asset(asset_id)
    if asset.run_id != run_id or asset.status != AssetStatus.TRANSCODING:
        return False
    refuse_asset(asset=asset, error=TranscodeFailed())
    return True
