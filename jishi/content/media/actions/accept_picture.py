"""A checked picture goes on to people."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.events import AssetReady
from jishi.content.media.models import Asset
from jishi.content.media.queries import lock_asset
from jishi.content.media.types import AssetStatus
from jishi.foundation.kernel.events import record


def accept_picture(*, asset_id: UUID, width: int, height: int, keys: Mapping[int, str]) -> bool:
    """Show a checked picture; False when somebody else decided already."""
    asset = lock_asset(asset_id)
    if asset.status != AssetStatus.CHECKING:
        return False
    show_picture(asset, width=width, height=height, keys=keys)
    return True


def show_picture(asset: Asset, *, width: int, height: int, keys: Mapping[int, str]) -> None:
    """Make a locked picture in `checking` ready, with its stored renditions."""
    asset.width, asset.height = width, height
    asset.picture_keys = {str(w): key for w, key in keys.items()}
    asset.poster_key = list(keys.values())[-1]
    asset.progress_percent = 100
    move_asset(asset, AssetStatus.READY, by="system")
    record(AssetReady(asset_id=asset.id, owner_id=asset.owner_id, kind=asset.kind))
