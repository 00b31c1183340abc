"""Moves cut-outs over a background and encodes the frames: a small compositor on YUV planes.

Frames are composed in the encoder's own planes (BT.709, 4:2:0, limited range). Converting each
frame from RGB costs more than drawing it, and half of the pixels.
"""

from __future__ import annotations

import math
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

import imageio_ffmpeg
from PIL import Image

FPS = 30
# Rows of RGB -> Y'CbCr BT.709 limited range, as Pillow's convert() takes them.
_MATRIX = (
    0.1826, 0.6142, 0.0620, 16.0,
    -0.1006, -0.3386, 0.4392, 128.0,
    0.4392, -0.3989, -0.0403, 128.0,
)  # fmt: skip


@dataclass(frozen=True)
class Planes:
    """A picture as Y, Cb, Cr with its alpha in full and in half size (None: opaque)."""

    luma: Image.Image
    blue: Image.Image
    red: Image.Image
    alpha: Image.Image | None
    half: Image.Image | None


def planes(image: Image.Image) -> Planes:
    """Splits an RGB or RGBA picture of even size."""
    luma, blue, red = image.convert("RGB").convert("RGB", _MATRIX).split()
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    half = alpha.reduce(2) if alpha is not None else None
    return Planes(luma, blue.reduce(2), red.reduce(2), alpha, half)


class Canvas:
    """One frame being drawn."""

    def __init__(self, background: Planes) -> None:
        self.luma = background.luma.copy()
        self.blue = background.blue.copy()
        self.red = background.red.copy()

    def put(self, picture: Planes, x: int, y: int) -> None:
        """Lays a picture with its upper left corner at (x, y), both even."""
        self.luma.paste(picture.luma, (x, y), picture.alpha)
        self.blue.paste(picture.blue, (x // 2, y // 2), picture.half)
        self.red.paste(picture.red, (x // 2, y // 2), picture.half)

    def write(self, out: IO[bytes]) -> None:
        """Writes the frame as raw yuv420p."""
        out.write(self.luma.tobytes())
        out.write(self.blue.tobytes())
        out.write(self.red.tobytes())


class Actor(Protocol):
    """Something that draws itself at a time (seconds since the shot began)."""

    def draw(self, canvas: Canvas, time: float) -> None:
        """Draws onto the canvas."""


@dataclass(frozen=True)
class Pose:
    """Where an actor's centre is (px), how it is turned (degrees), how large, how visible."""

    x: float
    y: float
    angle: float = 0.0
    scale: float = 1.0
    alpha: float = 1.0


@dataclass
class Cutout:
    """A picture that is shown in many poses. Poses are rounded to steps too small to see, and kept.

    `step` is the rounding of its place in px, `turn` of its angle in degrees, `zooms` how many
    sizes there are between once and twice its size. Soft things take coarse steps.
    """

    image: Image.Image
    step: float = 0.5
    turn: float = 0.5
    zooms: int = 640
    _kept: dict[tuple[int, ...], tuple[Planes, int, int]] = field(default_factory=dict)

    def posed(self, x: float, y: float, pose: Pose) -> tuple[Planes, int, int]:
        """The picture in that pose, with half its width and height; x and y are in 0..2."""
        key = (
            round(x / self.step),
            round(y / self.step),
            round(pose.angle / self.turn),
            round(pose.scale * self.zooms),
            round(pose.alpha * 12),
        )
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._draw(key)
        return found

    def _draw(self, key: tuple[int, ...]) -> tuple[Planes, int, int]:
        dx, dy = key[0] * self.step, key[1] * self.step
        angle, scale = math.radians(key[2] * self.turn), key[3] / self.zooms
        alpha = key[4] / 12
        width, height = self.image.size
        cos, sin = math.cos(angle), math.sin(angle)
        reach_x = (abs(width * cos) + abs(height * sin)) * scale / 2 + 2
        reach_y = (abs(width * sin) + abs(height * cos)) * scale / 2 + 2
        half_width, half_height = 2 * math.ceil(reach_x / 2), 2 * math.ceil(reach_y / 2)
        a, b = cos / scale, sin / scale
        centre_x, centre_y = half_width + dx, half_height + dy
        matrix = (
            a, -b, width / 2 - a * centre_x + b * centre_y,
            b, a, height / 2 - b * centre_x - a * centre_y,
        )  # fmt: skip
        turned = self.image.transform(
            (2 * half_width, 2 * half_height),
            Image.Transform.AFFINE,
            matrix,
            Image.Resampling.BILINEAR,
        )
        if alpha < 1:
            turned.putalpha(turned.getchannel("A").point(lambda v: round(v * alpha)))
        return planes(turned), half_width, half_height


@dataclass(frozen=True)
class Puppet:
    """A cut-out following a path. Several puppets may share a cut-out."""

    cutout: Cutout
    path: Callable[[float], Pose]

    def draw(self, canvas: Canvas, time: float) -> None:
        """Draws the pose of this moment."""
        pose = self.path(time)
        if pose.alpha <= 0.04:
            return
        left, top = 2 * math.floor(pose.x / 2), 2 * math.floor(pose.y / 2)
        picture, half_width, half_height = self.cutout.posed(pose.x - left, pose.y - top, pose)
        canvas.put(picture, left - half_width, top - half_height)


@dataclass
class Drift:
    """A wide layer sliding evenly, in half-pixel steps: four ready pictures, no work per frame.

    `solid` is how many rows at its top are not wholly opaque; below them it is copied, not mixed.
    """

    image: Image.Image
    x: float
    y: float
    speed_x: float = 0.0  # px a second
    speed_y: float = 0.0
    solid: int | None = None
    _steps: dict[tuple[int, int], list[tuple[Planes, int]]] = field(default_factory=dict)

    def draw(self, canvas: Canvas, time: float) -> None:
        """Draws the layer where it is now."""
        x, y = self.x + self.speed_x * time, self.y + self.speed_y * time
        left, top = 2 * math.floor(x / 2), 2 * math.floor(y / 2)
        key = (int((x - left) * 2), int((y - top) * 2))
        parts = self._steps.get(key)
        if parts is None:
            parts = self._steps[key] = self._parts(key[0] / 2, key[1] / 2)
        for picture, offset in parts:
            canvas.put(picture, left, top + offset)

    def _parts(self, dx: float, dy: float) -> list[tuple[Planes, int]]:
        image = self.image
        if dx or dy:
            matrix = (1, 0, -dx, 0, 1, -dy)
            image = image.transform(
                image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR
            )
        width, height = image.size
        if self.solid is None or self.solid >= height:
            return [(planes(image), 0)]
        cut = self.solid + self.solid % 2
        if cut == 0:
            return [(planes(image.convert("RGB")), 0)]
        upper, lower = image.crop((0, 0, width, cut)), image.crop((0, cut, width, height))
        return [(planes(upper), 0), (planes(lower.convert("RGB")), cut)]


_BACK = (
    1.1644, 0.0, 1.7927, -248.1,
    1.1644, -0.2132, -0.5329, 76.9,
    1.1644, 2.1124, 0.0, -289.0,
)  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """A background and what moves before it, back to front."""

    seconds: float
    background: Image.Image
    actors: Sequence[Actor]


def still(shot: Shot, time: float) -> Image.Image:
    """One moment of a shot as an RGB picture."""
    canvas = Canvas(planes(shot.background))
    for actor in shot.actors:
        actor.draw(canvas, time)
    size = canvas.luma.size
    colour = [plane.resize(size, Image.Resampling.BICUBIC) for plane in (canvas.blue, canvas.red)]
    return Image.merge("RGB", [canvas.luma, *colour]).convert("RGB", _BACK)


@lru_cache(maxsize=1)
def ffmpeg() -> str:
    """Path of the ffmpeg that comes with the imageio-ffmpeg wheel."""
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _command(size: tuple[int, int], sound: Path, target: Path) -> list[str]:
    colour = "bt709"
    return [
        ffmpeg(), "-v", "error", "-nostdin", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}",
        "-r", str(FPS), "-i", "pipe:0", "-i", str(sound),
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-threads", "1",
        # Deblocking is what ultrafast leaves out and soft skies need.
        "-x264-params", "no-deblock=0:deblock=0,0:keyint=60:scenecut=0",
        "-maxrate", "5M", "-bufsize", "10M",
        "-colorspace", colour, "-color_primaries", colour, "-color_trc", colour,
        "-color_range", "tv",
        "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-shortest",
        "-movflags", "+faststart", "-fflags", "+bitexact", "-flags", "+bitexact",
        "-map_metadata", "-1", str(target),
    ]  # fmt: skip


def encode(shots: Sequence[Shot], sound: Path, target: Path) -> None:
    """Renders the shots one after another, a short dissolve between, into an MP4.

    The result is what the transcoder copies without work: H.264 yuv420p, a key frame each
    2 s, under 5 Mbit/s, AAC stereo. Raises RuntimeError with ffmpeg's words if it fails.
    """
    size = shots[0].background.size
    process = subprocess.Popen(
        _command(size, sound, target), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    if process.stdin is None or process.stderr is None:
        raise RuntimeError("ffmpeg has no pipes")
    with process.stdin as out:
        before: Canvas | None = None
        for shot in shots:
            before = _play(shot, before, out)
    words = process.stderr.read().decode(errors="replace")
    process.stderr.close()
    if process.wait() != 0:
        raise RuntimeError(f"ffmpeg could not write {target.name}: {words.strip()}")


def _play(shot: Shot, before: Canvas | None, out: IO[bytes]) -> Canvas:
    ground = planes(shot.background)
    dissolve = 8 if before is not None else 0
    frames = round(shot.seconds * FPS)
    canvas = Canvas(ground)
    for frame in range(frames):
        canvas = Canvas(ground)
        for actor in shot.actors:
            actor.draw(canvas, frame / FPS)
        if before is not None and frame < dissolve:
            _blend(canvas, before, (frame + 1) / (dissolve + 1))
        canvas.write(out)
    return canvas


def _blend(canvas: Canvas, before: Canvas, share: float) -> None:
    canvas.luma = Image.blend(before.luma, canvas.luma, share)
    canvas.blue = Image.blend(before.blue, canvas.blue, share)
    canvas.red = Image.blend(before.red, canvas.red, share)
