"""What people send as evidence: words, pictures from the camera, short videos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest

from jishi.content.media.actions.import_file import import_file
from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.queries import list_assets
from jishi.content.media.types import AssetView, MediaKind
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import find_id
from jishi.trade.aftersales.types import AfterSaleView, EvidenceInput, EvidenceView, Side

MAX_FILES = 9


def read_evidence(request: HttpRequest, actor: Actor) -> EvidenceInput:
    """The text and the files of a form; pictures are ready at once, videos after a while.

    Raises the refusals of media, and InvalidInput for files beyond nine.
    """
    files = [f for f in request.FILES.getlist("files") if f.size]
    if len(files) > MAX_FILES:
        raise InvalidInput(field="files")
    pictures, videos = [], []
    for file in files:
        if (file.content_type or "").startswith("video/"):
            videos.append(str(_keep_video(actor, file)))
        else:
            picture = store_picture(actor=actor, data=file.read(), filename=file.name or "")
            pictures.append(picture.picture_key)
    return EvidenceInput(request.POST.get("text", ""), tuple(pictures), tuple(videos))


def _keep_video(actor: Actor, file: Any) -> UUID:
    source: Path | bytes
    if isinstance(file, TemporaryUploadedFile):
        source = Path(file.temporary_file_path())
    else:
        source = file.read()
    name = file.name or "video.mp4"
    return import_file(actor=actor, source=source, filename=name, kind=MediaKind.VIDEO).id


@dataclass(frozen=True, slots=True)
class Film:
    """A video of a piece of evidence; without address while it is being converted."""

    mp4_key: str | None
    poster_key: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of evidence with its videos found."""

    view: EvidenceView
    films: tuple[Film, ...]
    is_mine: bool


def list_statements(case: AfterSaleView, side: Side) -> tuple[Statement, ...]:
    """All that was said and shown in a case, oldest first, as one side sees it; one statement
    when there are videos, none else.
    """
    ids = {found for e in case.evidence for key in e.videos if (found := find_id(key))}
    assets = list_assets(ids)
    return tuple(
        Statement(e, tuple(_films(e.videos, assets)), e.side is side) for e in case.evidence
    )


def _films(keys: Iterable[str], assets: Mapping[UUID, AssetView]) -> Iterable[Film]:
    for key in keys:
        found = find_id(key)
        asset = assets.get(found) if found else None
        yield Film(asset.mp4_key, asset.poster_key) if asset else Film(None, None)
