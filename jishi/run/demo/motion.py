"""What moves in the short videos: their description, a scene under construction, and paths."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from jishi.run.demo import furniture
from jishi.run.demo.film import Cutout, Pose
from jishi.run.demo.glyphs import sprite
from jishi.run.demo.scenes import HOURS, Hour
from jishi.run.demo.sound import Mood

PORTRAIT = (720, 1280)
LANDSCAPE = (1280, 720)
# Where the table begins and where goods stand on it, as shares of the height. High, because the
# lower third of a feed lies under the caption and the product card.
EDGE, BASE = 0.56, 0.665
Path = Callable[[float], Pose]


@dataclass(frozen=True)
class Clip:
    """A short video: scenes in order, each by its name in clips.SCENES, and what is in them.

    `hero`, `person`, `flyers`, `front` and `props` are glyph names; `hour` is a name in
    scenes.HOURS, `palette` one in stage.PALETTES, `ground` plate, podium or empty.
    """

    scenes: tuple[str, ...]
    hero: str
    hour: str = "dawn"
    palette: str = "honey"
    person: str = ""
    flyers: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    seconds: float = 7.0
    mood: Mood = field(default_factory=Mood)
    landscape: bool = False
    turn: int = 0
    ground: str = ""
    steam: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return LANDSCAPE if self.landscape else PORTRAIT


@dataclass
class Set:
    """One scene under construction."""

    clip: Clip
    seconds: float
    rng: random.Random
    seed: str

    @property
    def hour(self) -> Hour:
        """Colours of the clip's time of day."""
        return HOURS[self.clip.hour]

    @property
    def unit(self) -> float:
        """Scale of things: sizes are given for a portrait frame."""
        return 0.7 if self.clip.landscape else 1.0

    @property
    def edge(self) -> int:
        """Row where the table begins; even."""
        return 2 * round(self.clip.size[1] * (0.64 if self.clip.landscape else EDGE) / 2)

    @property
    def base(self) -> float:
        """Row on which goods stand."""
        return self.clip.size[1] * (0.84 if self.clip.landscape else BASE)

    def cut(self, name: str, tall: float, *, flip: bool = False, angle: int = 0) -> Image.Image:
        """A glyph `tall` px high in a portrait frame, lit and toned by the hour."""
        height = max(8, round(tall * self.unit / 2) * 2)
        image = furniture.lit(sprite(name, height, flip=flip, angle=angle))
        return even(furniture.tinted(image, self.hour.tint, self.hour.tint_share))


def even(image: Image.Image) -> Image.Image:
    """The picture with even sides, as the planes need it."""
    width, height = image.width + image.width % 2, image.height + image.height % 2
    if (width, height) == image.size:
        return image
    room = Image.new(image.mode, (width, height))
    room.paste(image, (0, 0))
    return room


def soft(image: Image.Image) -> Cutout:
    """A blurred thing: coarse steps are enough."""
    return Cutout(even(image), step=2.0, turn=5.0, zooms=24)


def still(x: float, y: float, grow: float = 0.0) -> Path:
    """Something at rest; `grow` is how much larger it gets each second (a push-in)."""
    return lambda time: Pose(x, y, 0.0, 1 + grow * time)


def sway(x: float, y: float, *, bob: float = 5, tilt: float = 1.2, period: float = 2.4) -> Path:
    """A breathing, gently swaying thing. It returns to the same poses, so they are drawn once."""
    turn = 2 * math.pi / period
    return lambda time: Pose(x, y + bob * math.sin(turn * time), tilt * math.sin(turn * time + 0.9))


def twinkle(x: float, y: float, phase: float, pace: float, floor: float = 0.2) -> Path:
    """A light that comes and goes between `floor` and full."""
    return lambda time: Pose(
        x, y, 0, 1.0, floor + (1 - floor) * (0.5 + 0.5 * math.sin(pace * time + phase))
    )


def flight(stage_set: Set, order: int) -> Path:
    """A bee's path: a wandering loop that crosses the frame, banking as it turns."""
    rng = stage_set.rng
    width, height = stage_set.clip.size
    x0, y0 = width * rng.uniform(0.25, 0.75), height * (0.2 + 0.085 * order)
    wide, high = width * rng.uniform(0.16, 0.3), height * rng.uniform(0.03, 0.06)
    pace, phase = rng.uniform(0.75, 1.15), rng.uniform(0, 6.28)

    def path(time: float) -> Pose:
        a = pace * time + phase
        x = x0 + wide * math.sin(a) + 14 * math.sin(2.7 * a)
        y = y0 + high * math.sin(1.9 * a + 1) + 4 * math.sin(17 * time)
        return Pose(x, y, 13 * math.cos(a) * math.sin(1.9 * a))

    return path


def falling_path(stage_set: Set, drop: float, wind: float, spin: float) -> Path:
    """A leaf, petal or flake falling again and again, `drop` px a second."""
    rng = stage_set.rng
    width, height = stage_set.clip.size
    start, phase = rng.uniform(-0.1, 1.1) * width, rng.uniform(0, 1)
    swing, pace = rng.uniform(14, 40), rng.uniform(0.85, 1.25)
    long = (height + 160) / (drop * pace)

    def path(time: float) -> Pose:
        gone = (time / long + phase) % 1.0
        y = -80 + gone * (height + 160)
        x = start + wind * gone * long + swing * math.sin(gone * long * 1.6 + phase * 9)
        return Pose(x % (width + 160) - 80, y, spin * math.sin(gone * long * 1.9 + phase * 5))

    return path


def rising(x: float, y: float, phase: float, reach: float, drift: float) -> Path:
    """Steam or a mote: appears, rises, widens and fades."""

    def path(time: float) -> Pose:
        gone = (time / 2.6 + phase) % 1.0
        side = drift * math.sin(4.2 * gone + 6 * phase)
        fade = math.sin(math.pi * gone) ** 0.8
        return Pose(x + side, y - reach * gone, 0, 0.5 + 0.8 * gone, fade)

    return path
