"""The one place where an asset's status changes."""

from __future__ import annotations

from jishi.content.media.models import Asset, AssetStep
from jishi.content.media.rules import ASSET_LIFECYCLE
from jishi.content.media.types import AssetStatus
from jishi.foundation.kernel import clock


def move_asset(asset: Asset, target: AssetStatus, *, by: str, reason: str = "") -> None:
    """Move a locked row along its lifecycle, save it whole, and keep the step.

    Raises TransitionRefused when the lifecycle has no such step for `by`.
    """
    source = asset.status
    ASSET_LIFECYCLE.check(source, target, by)
    asset.status = target
    asset.changed_at = clock.now()
    if target is not AssetStatus.UPLOADING:
        asset.expires_at = None
    asset.save()
    AssetStep.objects.create(
        asset=asset, source=source, target=target, by=by, reason=reason, at=asset.changed_at
    )
