"""How far a transcoding run is."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.models import Asset
from jishi.content.media.types import AssetStatus


def note_progress(*, asset_id: UUID, run_id: UUID, percent: int) -> bool:
    """Show how far a run is; False when another run has taken over."""
    rows = Asset.objects.filter(id=asset_id, run_id=run_id, status=AssetStatus.TRANSCODING)
    return rows.update(progress_percent=max(0, min(99, percent))) == 1
