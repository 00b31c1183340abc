"""The command lines of transcoding: sound, first rendition, ladder, MP4, frames for the cover.

Two-second closed GOPs at the same moments in every rendition, so that players change between
them; the sound is prepared once and copied into each.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from jishi.content.media.providers.ffmpeg import SAFE_INPUT, EncoderFailed, Report, run_ffmpeg
from jishi.content.media.rules import (
    CONTAINERS,
    LOUDNESS_LUFS,
    LOUDNESS_SLACK,
    SEGMENT_SECONDS,
    is_copyable_audio,
    scaled_size,
)
from jishi.content.media.types import VideoFacts

# Short side -> constant rate factor and the peak that a phone network bears, kbit/s.
RATES = {1080: (21, 5000), 720: (22, 2800), 480: (23, 1400), 360: (24, 800)}
MAX_GAIN_DB = 20.0
POSTER_WIDTH = 720
POSTER_COUNT = 6
POSTER_SPAN_SECONDS = 120.0
_LOUDNESS = re.compile(r"^\s+I:\s+(-?[\d.]+|-?inf|nan) LUFS", re.MULTILINE)
_PEAK = re.compile(r"^\s+Peak:\s+(-?[\d.]+|-?inf|nan) dBFS", re.MULTILINE)


def measure_loudness(source: Path) -> tuple[float, float]:
    """Integrated loudness (LUFS, EBU R 128) and true peak (dBTP) of the first sound track."""
    words = [*_input(source), "-map", "0:a:0", "-vn"]
    words += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = run_ffmpeg(words, cwd=source.parent)
    loud, peak = _LOUDNESS.findall(said), _PEAK.findall(said)
    if not loud:
        raise EncoderFailed("no loudness was measured")
    return float(loud[-1]), float(peak[-1]) if peak else 0.0


def make_sound(source: Path, folder: Path, facts: VideoFacts) -> Path | None:
    """Stereo AAC at −16 LUFS in a file of its own; None for a silent video.

    Sound that players take and that is loud enough already is copied.
    """
    if not facts.has_audio:
        return None
    loud, peak = measure_loudness(source)
    gain = LOUDNESS_LUFS - loud if math.isfinite(loud) and loud > -60 else 0.0
    gain = max(-MAX_GAIN_DB * 2, min(MAX_GAIN_DB, gain))
    sound = folder / "sound.m4a"
    words = [*_input(source), "-map", "0:a:0", "-vn", "-map_metadata", "-1"]
    if is_copyable_audio(facts) and abs(gain) <= LOUDNESS_SLACK:
        words += ["-c:a", "copy"]
    else:
        filters = [f"volume={gain:.2f}dB"] if abs(gain) > 0.1 else []
        if peak + gain > -1.0:
            filters.append("alimiter=limit=0.85:attack=5:release=50:level=false")
        # Sound that begins later than the picture gets silence in front: files start at zero.
        filters.append("aresample=48000:async=1:first_pts=0")
        words += ["-af", ",".join(filters), "-ac", "2", "-c:a", "aac", "-b:a", "128k"]
    run_ffmpeg([*words, "-f", "mp4", str(sound)], cwd=folder)
    return sound


def copy_rendition(
    source: Path, sound: Path | None, folder: Path, facts: VideoFacts, report: Report
) -> None:
    """Cut a compliant source into HLS segments without encoding its pictures."""
    (folder / "copy").mkdir()
    words = [*_input(source), *_sound_input(sound), "-map", "0:v:0", *_sound_map(sound, 1)]
    words += ["-c:v", "copy", *_hls("copy")]
    run_ffmpeg(words, cwd=folder, seconds=facts.duration_ms / 1000, report=report)


def encode_renditions(
    source: Path,
    sound: Path | None,
    folder: Path,
    facts: VideoFacts,
    rungs: Sequence[int],
    report: Report,
) -> None:
    """Encode one or several renditions in one process, into a folder each named by its rung."""
    labels = [f"v{r}" for r in rungs]
    split = f"[0:v:0]split={len(rungs)}" + "".join(f"[s{r}]" for r in rungs)
    scales = [_scale(facts, r) for r in rungs]
    words = [*_input(source), *_sound_input(sound)]
    words += ["-filter_complex", ";".join([split, *scales])]
    for rung, label in zip(rungs, labels, strict=True):
        (folder / str(rung)).mkdir()
        words += ["-map", f"[{label}]", *_sound_map(sound, 1), *_encoder(rung, facts)]
        words += _hls(str(rung))
    seconds = facts.duration_ms / 1000
    run_ffmpeg(words, cwd=folder, seconds=seconds, report=report, limit_seconds=120 + 60 * seconds)


def _scale(facts: VideoFacts, rung: int) -> str:
    width, height = scaled_size(facts, rung)
    return f"[s{rung}]scale={width}:{height}:flags=bicubic,setsar=1,format=yuv420p[v{rung}]"


def make_mp4(folder: Path, rendition: str) -> Path:
    """One progressive file of a rendition, its index in front, for short clips."""
    target = folder / "clip.mp4"
    words = ["-i", f"{rendition}/index.m3u8", "-c", "copy", "-map_metadata", "-1"]
    run_ffmpeg([*words, "-movflags", "+faststart", str(target)], cwd=folder)
    return target


def make_posters(folder: Path, rendition: str, facts: VideoFacts) -> list[Path]:
    """The most telling frame of fifty first, then frames spread over the clip (JPEG).

    Of a long clip the first two minutes are looked at, once, in one process.
    """
    span = min(facts.duration_ms / 1000, POSTER_SPAN_SECONDS)
    scale = f"scale={POSTER_WIDTH}:-2:flags=bicubic"
    graph = (
        f"[0:v:0]split=2[a][b];[a]fps={50 / span:.4f},thumbnail=50,{scale}[best];"
        f"[b]fps={POSTER_COUNT / span:.4f},{scale}[spread]"
    )
    words = ["-t", f"{span:.3f}", "-i", f"{rendition}/index.m3u8", "-filter_complex", graph]
    taken = ["-q:v", "3", "-map_metadata", "-1"]
    words += ["-map", "[best]", "-frames:v", "1", "-update", "1", *taken, "poster-best.jpg"]
    words += ["-map", "[spread]", "-frames:v", str(POSTER_COUNT), *taken, "poster-%d.jpg"]
    run_ffmpeg(words, cwd=folder)
    best = folder / "poster-best.jpg"
    posters = [best, *sorted(p for p in folder.glob("poster-*.jpg") if p != best)]
    if not best.exists():
        raise EncoderFailed("no frame could be taken for the cover")
    return posters


def _input(source: Path) -> list[str]:
    return [*SAFE_INPUT, "-format_whitelist", CONTAINERS, "-i", str(source.resolve())]


def _sound_input(sound: Path | None) -> list[str]:
    return ["-i", str(sound)] if sound else []


def _sound_map(sound: Path | None, number: int) -> list[str]:
    return ["-map", f"{number}:a:0", "-c:a", "copy"] if sound else ["-an"]


def _encoder(rung: int, facts: VideoFacts) -> list[str]:
    crf, peak = RATES.get(rung, RATES[360])
    words = ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(crf)]
    words += ["-maxrate", f"{peak}k", "-bufsize", f"{2 * peak}k", "-profile:v", "high"]
    words += ["-g", "600", "-sc_threshold", "0", "-x264-params", "open-gop=0"]
    words += ["-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT_SECONDS})"]
    if facts.frame_rate > 61:
        words += ["-r", "60"]
    return words


def _hls(name: str) -> list[str]:
    return [
        *("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"),
        *("-f", "hls", "-hls_time", str(SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"),
        *("-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", f"{name}/%05d.m4s", f"{name}/index.m3u8"),
    ]


def forget_folder(folder: Path) -> None:
    """Remove a work folder with all that is left in it."""
    shutil.rmtree(folder, ignore_errors=True)
