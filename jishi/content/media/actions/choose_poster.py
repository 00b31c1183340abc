"""Another frame of the video becomes its cover."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.queries import lock_asset, view_of
from jishi.content.media.types import AssetView
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.types import Actor


def choose_poster(*, actor: Actor, asset_id: UUID, number: int) -> AssetView:
    """Use the frame at `number` (from 0) of `poster_choices` as the cover.

    Raises NotFound for other people's files, InvalidInput for a frame that isn't there.
    """
    asset = lock_asset(asset_id)
    if actor.require_person() != asset.owner_id:
        raise NotFound()
    if not 0 <= number < len(asset.poster_choices):
        raise InvalidInput(field="cover")
    asset.poster_key = asset.poster_choices[number]
    asset.save(update_fields=["poster_key"])
    audit(
        actor=actor,
        action="choose_poster",
        subject_kind="asset",
        subject_id=asset_id,
        detail={"number": number},
    )
    return view_of(asset)
