"""A file cannot be used."""

from __future__ import annotations

from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.errors import MediaRefused
from jishi.content.media.events import AssetRefused
from jishi.content.media.models import Asset
from jishi.content.media.types import AssetStatus
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import SYSTEM


def refuse_asset(*, asset: Asset, error: MediaRefused, by: str = "system") -> None:
    """Refuse a locked row for the reason that `error` names; raises TransitionRefused."""
    asset.refusal_code = error.code
    asset.refusal_details = error.details
    asset.hls_prefix = asset.hls_name = asset.mp4_key = ""
    move_asset(asset, AssetStatus.REFUSED, by=by, reason=error.code)
    audit(
        actor=SYSTEM,
        action="refuse_asset",
        subject_kind="asset",
        subject_id=asset.id,
        detail={"code": error.code, "by": by},
    )
    record(AssetRefused(asset_id=asset.id, owner_id=asset.owner_id, code=error.code))
