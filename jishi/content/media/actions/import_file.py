"""Files that are here already: from the demo market, from tests, from an operator."""

from __future__ import annotations

from pathlib import Path

from jishi.content.media.actions.complete_upload import defer_check
from jishi.content.media.actions.move_asset import move_asset
from jishi.content.media.actions.open_upload import check_size, claim_room
from jishi.content.media.providers.probe import probe_video
from jishi.content.media.providers.uploads import place_upload
from jishi.content.media.queries import view_of
from jishi.content.media.types import AssetStatus, AssetView, MediaKind
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import Actor


def import_file(
    *, actor: Actor, source: Path | bytes, filename: str, kind: str = MediaKind.VIDEO
) -> AssetView:
    """Take in a whole video (or picture) and queue what an upload would go through.

    A video is checked here and now, so that a bad one is refused before anything is written:
    raises the refusals of `media.errors`, and those of `open_upload`.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    check_size(size, kind)
    if kind == MediaKind.VIDEO and isinstance(source, Path):
        probe_video(source)
    asset = claim_room(actor=actor, filename=filename, size_bytes=size, kind=kind)
    asset.save(force_insert=True)
    path = place_upload(asset.id, source)
    if kind == MediaKind.VIDEO and isinstance(source, bytes):
        try:
            probe_video(path)
        except Exception:
            path.unlink(missing_ok=True)
            raise
    move_asset(asset, AssetStatus.CHECKING, by="owner")
    audit(actor=actor, action="import_file", subject_kind="asset", subject_id=asset.id)
    defer_check(asset.id)
    return view_of(asset)
