"""A video can be watched in its first rendition."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.events import AssetPlayable
from jishi.content.media.models import Asset
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus, Rendition
from jishi.foundation.kernel.events import record


def show_first(*, asset_id: UUID, run_id: UUID, made: Rendition) -> bool:
    """The first rendition can be watched; False when another run has taken over."""
    asset = lock_asset(asset_id)
    if asset.run_id != run_id or asset.status != AssetStatus.TRANSCODING:
        return False
    show_rendition(asset, made)
    asset.save()
    record(AssetPlayable(asset_id=asset.id, owner_id=asset.owner_id))
    return True


def show_rendition(asset: Asset, made: Rendition) -> None:
    """Put what a run has made into its locked row."""
    asset.hls_prefix, asset.hls_name = made.hls_prefix, made.hls_name
    asset.mp4_key = made.mp4_key
    if asset.poster_key not in made.poster_choices:  # not chosen by the owner meanwhile
        asset.poster_key = made.poster_key
    asset.poster_choices = list(made.poster_choices)
