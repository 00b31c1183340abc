"""What a video is, read from its content by PyAV; names and headers are not believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jishi.content.media.errors import (
    CodecUnsupported,
    EmptyFile,
    FrameTooLarge,
    NotAVideo,
    VideoIncomplete,
    VideoTooLong,
    VideoTooShort,
)
from jishi.content.media.rules import AUDIO_CODECS, CONTAINERS, MAX_SIDES, VIDEO_CODECS
from jishi.content.media.types import VideoFacts
from jishi.foundation.kernel.settings import settings

# A container may name nothing but itself: no playlists, no remote parts.
OPEN_OPTIONS = {"format_whitelist": CONTAINERS, "protocol_whitelist": "file,pipe"}
SLACK_SECONDS = 1.0
_AV_TIME_BASE = 1_000_000  # units of a container's duration in a second


@dataclass
class _Track:
    """What demuxing a track told; times in seconds."""

    packets: int = 0
    size_bytes: int = 0
    first: float = float("inf")
    last: float = 0.0
    keys: list[float] = field(default_factory=list)

    def add(self, packet: Any) -> None:
        self.packets += 1
        self.size_bytes += packet.size
        if packet.pts is None:
            return
        at = float(packet.pts * packet.time_base)
        self.first = min(self.first, at)
        self.last = max(self.last, at + float((packet.duration or 0) * packet.time_base))
        if packet.is_keyframe:
            self.keys.append(at)

    @property
    def seconds(self) -> float:
        return max(0.0, self.last - self.first) if self.packets else 0.0


def probe_video(path: Path) -> VideoFacts:
    """Facts about a video file; every packet is read, one frame is decoded.

    Raises EmptyFile, NotAVideo, VideoIncomplete, CodecUnsupported, VideoTooLong, VideoTooShort,
    FrameTooLarge.
    """
    import av  # heavy: only who needs it loads it

    size = path.stat().st_size if path.exists() else -1
    if size < 0:  # removed meanwhile, by hand or by a restore
        raise VideoIncomplete()
    if size == 0:
        raise EmptyFile()
    try:
        with av.open(str(path), options=dict(OPEN_OPTIONS), metadata_errors="replace") as file:
            return _read(file, size)
    except av.error.FFmpegError:
        if _looks_like_mp4(path):
            raise VideoIncomplete() from None
        raise NotAVideo() from None


def _read(file: Any, size: int) -> VideoFacts:
    video, audio = _choose_tracks(file)
    codec = video.codec_context
    declared = _declared_seconds(file, video)
    _check_length(declared, at_least=0.0)
    if max(codec.width, codec.height) > MAX_SIDES[0] or (
        min(codec.width, codec.height) > MAX_SIDES[1]
    ):
        raise FrameTooLarge(width=codec.width, height=codec.height)
    frame = _first_frame(file, video)
    tracks = _demux(file, video, audio)
    seen = tracks[video.index]
    # A container's length is that of its longest track.
    reached = seen.seconds if video.duration else max(t.last for t in tracks.values())
    _check_whole(seen, video, declared - reached, declared)
    _check_length(seen.seconds, at_least=1.0)
    width, height, is_square = _seen_size(frame, video)
    has_audio = audio is not None and tracks[audio.index].packets > 0
    sound = audio.codec_context if has_audio else None
    gaps = [b - a for a, b in zip(seen.keys, [*seen.keys[1:], seen.last], strict=True)]
    return VideoFacts(
        width=width,
        height=height,
        duration_ms=round(max(t.seconds for t in tracks.values()) * 1000),
        video_codec=codec.name.removeprefix("lib"),
        pixel_format=frame.format.name,
        rotation=frame.rotation % 360,
        is_square_pixel=is_square,
        frame_rate=float(video.average_rate or 0),
        bit_rate=round(seen.size_bytes * 8 / seen.seconds),
        max_gop_ms=round(max(gaps, default=0) * 1000),
        has_audio=has_audio,
        audio_codec=sound.name if sound else "",
        audio_channels=sound.layout.nb_channels if sound else 0,
        audio_rate=sound.sample_rate if sound else 0,
    )


def _choose_tracks(file: Any) -> tuple[Any, Any]:
    import av

    pictures = [
        s
        for s in file.streams.video
        if not int(s.disposition) & int(av.stream.Disposition.attached_pic)
    ]
    if not pictures:
        raise NotAVideo()
    video = pictures[0]
    audio = file.streams.audio[0] if file.streams.audio else None
    for track, known in ((video, VIDEO_CODECS), (audio, AUDIO_CODECS)):
        if track is not None:
            name = _codec_name(track)
            if name not in known:
                raise CodecUnsupported(codec=name)
    return video, audio


def _codec_name(track: Any) -> str:
    context = track.codec_context
    if context is None:
        return "?"
    name: str = context.codec.canonical_name if context.codec else context.name
    return name


def _declared_seconds(file: Any, video: Any) -> float:
    if video.duration:
        return float(video.duration * video.time_base)
    return float(file.duration or 0) / _AV_TIME_BASE


def _check_length(seconds: float, *, at_least: float) -> None:
    if seconds > settings.video_max_seconds + SLACK_SECONDS:
        raise VideoTooLong(
            minutes=round(seconds / 60), limit_minutes=settings.video_max_seconds // 60
        )
    if seconds < at_least:
        raise VideoTooShort()


def _first_frame(file: Any, video: Any) -> Any:
    import av

    try:
        for frame in file.decode(video):
            return frame
    except av.error.FFmpegError:
        pass
    raise VideoIncomplete()


def _demux(file: Any, video: Any, audio: Any) -> dict[int, _Track]:
    file.seek(0)
    chosen = [video, *([audio] if audio is not None else [])]
    tracks = {s.index: _Track() for s in chosen}
    for packet in file.demux(chosen):
        if packet.size and not packet.is_corrupt:
            tracks[packet.stream.index].add(packet)
    return tracks


def _check_whole(seen: _Track, video: Any, missing: float, declared: float) -> None:
    if seen.packets == 0 or missing > max(SLACK_SECONDS, declared * 0.02):
        raise VideoIncomplete()
    if video.frames and seen.packets < video.frames * 0.98 - 1:
        raise VideoIncomplete()


def _seen_size(frame: Any, video: Any) -> tuple[int, int, bool]:
    aspect = float(video.sample_aspect_ratio or 1)
    if abs(aspect - 1) < 0.02:  # scalers round; nobody sees that
        aspect = 1.0
    width, height = round(frame.width * aspect), frame.height
    if frame.rotation % 180:
        width, height = height, width
    return width, height, aspect == 1.0


def _looks_like_mp4(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[4:8] == b"ftyp"
