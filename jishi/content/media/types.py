"""What the media room shows at its door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MediaKind(StrEnum):
    """What a file is; decided by its owner's choice and checked against its content."""

    PICTURE = "picture"
    VIDEO = "video"


class AssetStatus(StrEnum):
    """Where a file is on its way to people."""

    UPLOADING = "uploading"
    CHECKING = "checking"
    QUEUED = "queued"
    TRANSCODING = "transcoding"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AssetView:
    """A picture or video as its owner and pages see it; keys, never addresses."""

    id: UUID
    owner_id: UUID
    kind: MediaKind
    status: AssetStatus
    progress_percent: int
    refusal_code: str
    refusal_message: str
    width: int
    height: int
    duration_ms: int
    has_audio: bool
    poster_key: str
    picture_keys: Mapping[int, str]  # width in pixels -> key, ascending
    hls_prefix: str | None
    hls_name: str
    mp4_key: str | None
    playable: bool
    size_bytes: int
    filename: str = ""
    # Frames to choose the cover from, in the order of the clip.
    poster_choices: tuple[str, ...] = ()
    created_at: datetime | None = None

    @property
    def picture_key(self) -> str:
        """The largest rendition of a picture, or the poster of a video."""
        return list(self.picture_keys.values())[-1] if self.picture_keys else self.poster_key

    def picture_for(self, width: int) -> str:
        """The smallest rendition at least `width` wide, else the largest; posters as they are."""
        for known, key in self.picture_keys.items():
            if known >= width:
                return key
        return self.picture_key


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Leave to send one file to the files process; `upload_url` carries the owner's token."""

    asset_id: UUID
    upload_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video is, read from its content.

    `width` and `height` are as seen (after rotation and pixel aspect); times in milliseconds.
    """

    width: int
    height: int
    duration_ms: int
    video_codec: str
    pixel_format: str
    rotation: int
    is_square_pixel: bool
    frame_rate: float
    bit_rate: int
    max_gop_ms: int
    has_audio: bool
    audio_codec: str = ""
    audio_channels: int = 0
    audio_rate: int = 0


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """Renditions of a picture: width in pixels -> WebP bytes."""

    width: int
    height: int
    renditions: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendition:
    """What a transcoding run has made so far; `hls_name` is to be opened under `hls_prefix`."""

    hls_prefix: str
    hls_name: str
    mp4_key: str
    poster_key: str
    poster_choices: tuple[str, ...]


# Agreed with the files process: folder under var/ for bytes on their way, and the token's purpose.
UPLOAD_FOLDER = "uploads"
UPLOAD_PURPOSE = "upload"
