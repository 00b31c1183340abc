"""A checked video goes on to the transcoder."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus, VideoFacts


def accept_video(*, asset_id: UUID, facts: VideoFacts) -> bool:
    """Queue a checked video for transcoding; False when somebody else decided already."""
    asset = lock_asset(asset_id)
    if asset.status != AssetStatus.CHECKING:
        return False
    asset.width, asset.height = facts.width, facts.height
    asset.duration_ms, asset.has_audio = facts.duration_ms, facts.has_audio
    move_asset(asset, AssetStatus.QUEUED, by="system")
    _defer_transcode(asset_id)
    return True


def _defer_transcode(asset_id: UUID) -> None:
    """Queue the transcoding of a video in the caller's transaction."""
    from procrastinate.contrib.django import app

    app.configure_task("media.transcode_asset", queue="media").defer(asset_id=str(asset_id))
