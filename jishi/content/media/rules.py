"""The life of a file, and which videos need no encoding."""

from __future__ import annotations

from datetime import timedelta

from jishi.content.media.types import AssetStatus, VideoFacts
from jishi.foundation.kernel.types import Lifecycle, Transition

UPLOAD_WINDOW = timedelta(hours=24)
SHORT_CLIP_MS = 60_000  # shorter ones also get a progressive MP4
SEGMENT_SECONDS = 2
FIRST_RUNG = 720
LADDER = (1080, 720, 480, 360)
PICTURE_WIDTHS = (320, 720, 1280)
LOUDNESS_LUFS = -16.0
LOUDNESS_SLACK = 1.5  # loudness units that nobody hears; such sound is copied
MAX_SIDES = (4096, 2304)

CONTAINERS = "mov,matroska,mpegts,avi,flv"
VIDEO_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mpeg2video", "prores"})
AUDIO_CODECS = frozenset(
    {"aac", "mp3", "opus", "vorbis", "flac", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le"}
    | {"pcm_s16be", "pcm_s24be", "pcm_f32le", "mp2"}
)

S = AssetStatus
ASSET_LIFECYCLE = Lifecycle(
    "media.asset",
    S.UPLOADING,
    (
        Transition(S.UPLOADING, S.CHECKING, ("owner", "system")),
        Transition(S.UPLOADING, S.REFUSED, ("owner", "system"), after=UPLOAD_WINDOW),
        Transition(S.CHECKING, S.QUEUED, ("system",)),
        Transition(S.CHECKING, S.READY, ("system",)),
        Transition(S.CHECKING, S.REFUSED, ("system",)),
        Transition(S.QUEUED, S.TRANSCODING, ("system",)),
        Transition(S.TRANSCODING, S.READY, ("system",)),
        Transition(S.TRANSCODING, S.REFUSED, ("system",)),
    ),
)
LIFECYCLES = (ASSET_LIFECYCLE,)


def is_compliant(facts: VideoFacts) -> bool:
    """Whether the picture track may be copied: H.264 4:2:0, ≤ 1080, GOP ≤ 4 s, ≤ 6 Mbit/s."""
    return (
        facts.video_codec == "h264"
        and facts.pixel_format in {"yuv420p", "yuvj420p"}
        and facts.rotation == 0
        and facts.is_square_pixel
        and min(facts.width, facts.height) <= 1080
        and max(facts.width, facts.height) <= 1920
        and facts.width % 2 == facts.height % 2 == 0
        and 0 < facts.max_gop_ms <= 4000
        and facts.bit_rate <= 6_000_000
    )


def is_copyable_audio(facts: VideoFacts) -> bool:
    """Whether the sound track fits players as it is (its loudness is another question)."""
    return facts.audio_codec == "aac" and facts.audio_channels == 2


def choose_rungs(facts: VideoFacts) -> tuple[int, ...]:
    """Short sides in pixels of the renditions to make, the first-made one first.

    Never larger than the source, except that there is always one.
    """
    short = min(facts.width, facts.height)
    fitting = [r for r in LADDER if r <= short + 8] or [short - short % 2]
    first = FIRST_RUNG if FIRST_RUNG in fitting else fitting[0]
    return (first, *(r for r in fitting if r != first))


def scaled_size(facts: VideoFacts, short_side: int) -> tuple[int, int]:
    """Width and height (even) with the given short side, keeping the aspect as seen."""
    low, high = sorted((facts.width, facts.height))
    long_side = max(2, round(high * short_side / low / 2) * 2)
    if facts.width >= facts.height:
        return long_side, short_side
    return short_side, long_side
