"""A closed account's videos go; its pictures stay where orders show them."""

from __future__ import annotations

from uuid import UUID

from jishi.content.media.models import Asset
from jishi.content.media.providers.publish import forget_video
from jishi.content.media.providers.uploads import forget_upload
from jishi.content.media.types import MediaKind
from jishi.foundation.kernel.transactions import after_commit


def erase_person(*, person_id: UUID) -> None:
    """Delete the person's videos with their files, and the names of their pictures.

    Pictures may stand in other people's orders as what was bought, so their files stay.
    """
    videos = Asset.objects.filter(owner_id=person_id, kind=MediaKind.VIDEO)
    ids = list(videos.values_list("id", flat=True))
    videos.delete()
    Asset.objects.filter(owner_id=person_id).update(filename="")

    def forget() -> None:
        for asset_id in ids:
            forget_upload(asset_id)
            forget_video(asset_id)

    after_commit(forget)
