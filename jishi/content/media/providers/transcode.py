"""One run of transcoding, from the uploaded file to what people can play."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from jishi.content.media.providers import encode
from jishi.content.media.providers.ffmpeg import Report, RunSuperseded
from jishi.content.media.providers.playlists import Variant, read_variant, write_master
from jishi.content.media.providers.publish import publish_file, publish_folder
from jishi.content.media.rules import SHORT_CLIP_MS, choose_rungs, is_compliant, scaled_size
from jishi.content.media.types import Rendition, VideoFacts

REPORT_SECONDS = 1.0
FIRST_MASTER, FULL_MASTER = "first.m3u8", "master.m3u8"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works on and whom it tells.

    `on_progress(percent)` and `on_first(made)` answer False when another run has taken over.
    """

    asset_id: UUID
    run_id: UUID
    source: Path
    folder: Path
    facts: VideoFacts
    on_progress: Callable[[int], bool]
    on_first: Callable[[Rendition], bool]

    @property
    def prefix(self) -> str:
        """Key prefix of what this run publishes; another run has another."""
        return f"videos/{self.asset_id}/{self.run_id}"


def transcode(run: Run) -> Rendition:
    """Make everything; returns what is there at the end.

    Raises EncoderFailed, RunSuperseded.
    """
    copied = is_compliant(run.facts)
    rungs = choose_rungs(run.facts)
    first = "copy" if copied else str(rungs[0])
    alone = copied or len(rungs) == 1
    sound = encode.make_sound(run.source, run.folder, run.facts)
    if copied:
        encode.copy_rendition(run.source, sound, run.folder, run.facts, _reporter(run, 5, 90))
    else:
        span = (5, 90) if alone else (5, 40)
        encode.encode_renditions(
            run.source, sound, run.folder, run.facts, rungs[:1], _reporter(run, *span)
        )
    size = (run.facts.width, run.facts.height) if copied else scaled_size(run.facts, rungs[0])
    variants = [read_variant(run.folder, first, size)]
    made = _publish_first(run, first, variants)
    if not run.on_first(made):
        raise RunSuperseded
    if alone:
        return made
    rest = rungs[1:]
    encode.encode_renditions(run.source, sound, run.folder, run.facts, rest, _reporter(run, 40, 98))
    for rung in rest:
        variants.append(read_variant(run.folder, str(rung), scaled_size(run.facts, rung)))
        publish_folder(run.folder / str(rung), run.prefix)
    _publish_master(run, FULL_MASTER, variants)
    return replace(made, hls_name=FULL_MASTER)


def _publish_first(run: Run, name: str, variants: list[Variant]) -> Rendition:
    posters = encode.make_posters(run.folder, name, run.facts)
    keys = [publish_file(p, f"{run.prefix}/{p.name}") for p in posters]
    mp4_key = ""
    if run.facts.duration_ms < SHORT_CLIP_MS:
        mp4_key = publish_file(encode.make_mp4(run.folder, name), f"{run.prefix}/clip.mp4")
    publish_folder(run.folder / name, run.prefix)
    _publish_master(run, FIRST_MASTER, variants)
    return Rendition(
        hls_prefix=run.prefix,
        hls_name=FIRST_MASTER,
        mp4_key=mp4_key,
        poster_key=keys[0],
        poster_choices=tuple(keys),
    )


def _publish_master(run: Run, name: str, variants: list[Variant]) -> None:
    write_master(run.folder / name, variants)
    publish_file(run.folder / name, f"{run.prefix}/{name}")


def _reporter(run: Run, start: int, end: int) -> Report:
    last = time.monotonic() - REPORT_SECONDS

    def report(share: float) -> bool:
        nonlocal last
        if time.monotonic() - last < REPORT_SECONDS:
            return True
        last = time.monotonic()
        return run.on_progress(round(start + (end - start) * share))

    return report
