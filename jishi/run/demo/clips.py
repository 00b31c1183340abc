"""Renders the demo market's short videos: scenes one after another, with sound."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from jishi.run.demo import indoors, outdoors, sound
from jishi.run.demo.film import Shot, encode, still
from jishi.run.demo.motion import Clip, Set
from jishi.run.demo.stage import dice

__all__ = ["SCENES", "Clip", "picture", "render"]

SCENES: dict[str, Callable[[Set], Shot]] = {
    "hillside": outdoors.hillside,
    "falling": outdoors.falling,
    "road": outdoors.road,
    "lakeside": outdoors.lakeside,
    "close_up": indoors.close_up,
    "kitchen": indoors.kitchen,
    "night_stall": indoors.night_stall,
    "lineup": indoors.lineup,
}


def render(clip: Clip, seed: str, target: Path) -> None:
    """Writes the clip as an MP4 with sound. The same clip and seed give the same frames."""
    share = clip.seconds / len(clip.scenes)
    shots = []
    for order, name in enumerate(clip.scenes):
        rng = dice(f"{seed}/{order}")
        shots.append(SCENES[name](Set(clip, share, rng, f"{seed}/{order}")))
    with tempfile.TemporaryDirectory() as folder:
        track = Path(folder) / "sound.wav"
        sound.write_wave(sound.compose(clip.mood, clip.seconds, seed), track)
        encode(shots, track, target)


def picture(clip: Clip, seed: str) -> Image.Image:
    """A still of the clip's first scene, a second in."""
    shot = SCENES[clip.scenes[0]](Set(clip, 2.0, dice(f"{seed}/0"), f"{seed}/0"))
    return still(shot, 1.0)
