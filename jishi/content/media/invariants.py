"""What must always be true of files."""

from __future__ import annotations

from django.db.models import F, Q

from jishi.content.media.models import Asset
from jishi.content.media.types import AssetStatus, MediaKind
from jishi.foundation.kernel.invariants import Breach

S = AssetStatus


def files_in_an_impossible_state() -> list[Breach]:
    """Ready files can be shown, refused ones say why, open uploads end some day."""
    wrong = Asset.objects.filter(
        Q(status=S.READY, kind=MediaKind.VIDEO, hls_prefix="")
        | Q(status=S.READY, kind=MediaKind.PICTURE, picture_keys={})
        | Q(status=S.READY, poster_key="")
        | Q(status=S.REFUSED, refusal_code="")
        | (~Q(status=S.REFUSED) & ~Q(refusal_code=""))
        | Q(status=S.UPLOADING, expires_at=None)
        | Q(status=S.TRANSCODING, run_id=None)
        | Q(created_at__gt=F("changed_at"))
    )
    return [
        Breach("media", "state", str(a.id), f"{a.kind} {a.status} {a.refusal_code}") for a in wrong
    ]
