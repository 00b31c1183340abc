"""Clips and pictures that tests render themselves, and assets made of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from jishi.content.media.actions.import_file import import_file
from jishi.content.media.actions.store_picture import store_picture
from jishi.content.media.models import Asset
from jishi.content.media.providers.ffmpeg import run_ffmpeg
from jishi.content.media.providers.uploads import place_upload
from jishi.content.media.types import AssetView
from jishi.foundation.kernel.types import Actor, person_actor

H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-pix_fmt", "yuv420p"]
AAC = ["-c:a", "aac", "-b:a", "96k", "-ac", "2"]


def render_clip(
    path: Path,
    *,
    size: str = "640x360",
    seconds: float = 4.0,
    rate: float = 30,
    video: list[str] | None = None,
    audio: list[str] | None = AAC,
    volume: float = 0.5,
    extra: list[str] | None = None,
) -> Path:
    """A moving test picture with a tone, written by ffmpeg in the format of `path`."""
    words = ["-v", "error", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:d={seconds}"]
    if audio is not None:
        words += ["-f", "lavfi", "-i", f"sine=frequency=440:d={seconds},volume={volume}"]
    words += [*(H264 if video is None else video), *(audio or ["-an"]), *(extra or [])]
    run_ffmpeg([*words, str(path)], cwd=path.parent)
    return path


def picture_bytes(
    size: tuple[int, int] = (1600, 1200), kind: str = "JPEG", colour: str = "#E5432D"
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def make_picture(*, owner: UUID | Actor, **options: Any) -> AssetView:
    actor = owner if isinstance(owner, Actor) else person_actor(owner)
    return store_picture(actor=actor, data=picture_bytes(**options), filename="picture.jpg")


def make_video(*, owner: UUID | Actor, path: Path) -> AssetView:
    """A video in `checking`; `run_pending_jobs()` makes it ready."""
    actor = owner if isinstance(owner, Actor) else person_actor(owner)
    return import_file(actor=actor, source=path, filename=path.name)


def deliver_bytes(asset_id: UUID | str, data: bytes) -> None:
    """Put bytes where the files process would have written them."""
    place_upload(UUID(str(asset_id)), data)


def count_assets() -> int:
    """All files there are, in any state."""
    return Asset.objects.count()
