"""The studio in which goods are pictured: two-tone wall and table, window light, shadows.

Everything soft (gradients, light, shadows) is computed at a quarter of the size and enlarged:
it cannot be told apart, and a picture costs tens of milliseconds instead of hundreds.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Array = NDArray[np.floating[Any]]
COARSE = 4
RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Colours of a studio: wall in light and in shade, table at its back and at its front."""

    wall_light: str
    wall_shade: str
    table_back: str
    table_front: str
    wood: bool = False


PALETTES = {
    "honey": Palette("#FFF3D6", "#F7C978", "#F0B14B", "#DE9228"),
    "butter": Palette("#FFF8E3", "#F3DDA4", "#C99B62", "#A9784A", wood=True),
    "sage": Palette("#EAF3E4", "#BFD4B2", "#A57F5E", "#80593E", wood=True),
    "moss": Palette("#E3EBD2", "#A9BE8B", "#7C9458", "#5D7640"),
    "clay": Palette("#F6E6D6", "#DDB795", "#B98560", "#94613F", wood=True),
    "rose": Palette("#FDECE8", "#F0C2B8", "#DB988C", "#C47B70"),
    "linen": Palette("#F8F4EC", "#DDD3C2", "#D3C6B0", "#B7A78E"),
    "mist": Palette("#EEF4F7", "#C2D3DC", "#B2A18C", "#8E7A63", wood=True),
    "sky": Palette("#E8F3FA", "#AFCFE3", "#8FB3CB", "#7097B2"),
    "lilac": Palette("#F3EEF8", "#CFC0DF", "#B39FCB", "#957FB2"),
    "snow": Palette("#FBFAF8", "#DFDAD3", "#EFE9E1", "#D5CCC0"),
    "dusk": Palette("#8C6A58", "#4A342B", "#5B3C2B", "#33211A", wood=True),
    "pine": Palette("#6E8474", "#33463B", "#5A412E", "#362619", wood=True),
    "celadon": Palette("#E4F0EA", "#A9CCBD", "#C7B79B", "#A7946F"),
    "terracotta": Palette("#FBE3D2", "#EAAE86", "#C96F48", "#A85435"),
    "teal": Palette("#DDEDEC", "#94BDBD", "#B88E66", "#946A46", wood=True),
}


def dice(seed: str) -> random.Random:
    """Chance that always falls the same way for the same seed."""
    return random.Random(seed)  # noqa: S311 - pictures, not secrets


def rgb(colour: str) -> RGB:
    """`#RRGGBB` as three bytes."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(start: str, end: str, weight: Array) -> Array:
    """Colours between two, by an (h, w) array of weights in 0..1: (h, w, 3) in 0..255."""
    first = np.asarray(rgb(start), dtype=np.float32)
    last = np.asarray(rgb(end), dtype=np.float32)
    return first + (last - first) * np.clip(weight, 0, 1)[..., None]


def grid(width: int, height: int) -> tuple[Array, Array]:
    """Coordinates x and y of each pixel, 0..1 in both directions."""
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    return x, y


def to_image(pixels: Array, size: tuple[int, int]) -> Image.Image:
    """An (h, w, 3) array as a picture, enlarged to `size`."""
    small = Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8), "RGB")
    return small.resize(size, Image.Resampling.BICUBIC)


@lru_cache(maxsize=8)
def _grain(size: tuple[int, int]) -> Image.Image:
    noise = np.random.default_rng(7).normal(128, 1.6, (size[1], size[0])).round()
    return Image.merge("RGB", [Image.fromarray(noise.astype(np.uint8), "L")] * 3)


def grain(image: Image.Image) -> Image.Image:
    """A breath of film grain: without it, soft walls show steps of one level."""
    return ImageChops.add(image, _grain(image.size), 1.0, -128)


def _window(x: Array, y: Array, rng: random.Random) -> Array:
    """Light of a window with two panes falling slantwise on the wall, 0..1."""
    lean = rng.uniform(0.45, 0.75)
    start = rng.uniform(0.05, 0.3)
    across = x - start + lean * (y - 0.4)
    light: Array = np.zeros(np.broadcast_shapes(x.shape, y.shape), dtype=np.float32)
    for offset, breadth in ((0.0, 0.17), (0.24, 0.15)):
        ramp = 0.022
        band = np.clip((across - offset) / ramp + 0.5, 0, 1)
        band = band * np.clip((offset + breadth - across) / ramp + 0.5, 0, 1)
        light = light + band
    return np.asarray(light * np.clip(1.15 - 1.1 * y, 0, 1), dtype=np.float32)


def _leaf_shadow(width: int, height: int, rng: random.Random) -> Array:
    """Shadow of a branch outside the window, 0 (none) .. 1."""
    scale = 3
    mask = Image.new("L", (width * scale, height * scale), 0)
    draw = ImageDraw.Draw(mask)
    side = rng.choice((-1, 1))
    for branch in range(2):
        x = width * scale * (0.5 + side * 0.58)
        y = height * scale * (0.02 + 0.3 * branch + rng.uniform(-0.05, 0.05))
        heading = math.pi / 2 + side * rng.uniform(0.9, 1.15)
        for step in range(8):
            reach = width * scale * 0.062
            tip = (x + math.cos(heading) * reach, y + math.sin(heading) * reach)
            draw.line((x, y, *tip), fill=150, width=scale)
            x, y = tip
            for turn in (-1, 1):
                _leaf(
                    draw, x, y, heading + turn * rng.uniform(0.5, 0.9), reach * (1.9 - 0.1 * step)
                )
            heading -= side * rng.uniform(0.0, 0.12)
    soft = mask.resize((width, height), Image.Resampling.BOX)
    soft = soft.filter(ImageFilter.GaussianBlur(width * 0.011))
    return np.asarray(soft, dtype=np.float32) / 255.0


def _leaf(draw: ImageDraw.ImageDraw, x: float, y: float, heading: float, length: float) -> None:
    """A pointed leaf growing from (x, y)."""
    outline = []
    for share, bulge in ((0, 0), (0.25, 0.15), (0.5, 0.19), (0.78, 0.11), (1, 0)):
        outline.append((share * length, bulge * length))
    outline += [(along, -across) for along, across in reversed(outline[1:-1])]
    cos, sin = math.cos(heading), math.sin(heading)
    draw.polygon([(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in outline], fill=235)


def _wood(width: int, height: int, rng: random.Random) -> Array:
    """Relative brightness of a plank table seen at a low angle, about 1."""
    noise = np.random.default_rng(rng.randrange(2**31))
    rows = noise.normal(0, 1, (height, 1)).astype(np.float32)
    waves = noise.normal(0, 1, (height, max(2, width // 14))).astype(np.float32)
    streaks = np.asarray(
        Image.fromarray(waves, "F").resize((width, height), Image.Resampling.BICUBIC)
    )
    board = 1 + 0.016 * streaks + 0.012 * rows
    for edge in (0.3, 0.66):
        row = round(height * (edge + rng.uniform(-0.04, 0.04)))
        board[row : row + 1] *= 0.86
        board[row + 1 : row + 2] *= 1.05
    return np.asarray(board, dtype=np.float32)


def studio(
    size: tuple[int, int], palette: Palette, rng: random.Random, *, horizon: float = 0.69
) -> Image.Image:
    """An empty wall and table. `horizon` is where they meet, as a share of the height."""
    width, height = size[0] // COARSE, size[1] // COARSE
    edge = round(size[1] * horizon)
    x, y = grid(width, height)
    glow_x = rng.uniform(0.18, 0.42)
    distance = np.sqrt((x - glow_x) ** 2 + (0.9 * (y - 0.18)) ** 2)
    wall = mix(palette.wall_light, palette.wall_shade, distance * 1.05 - 0.02)
    wall += (_window(x, y, rng) * rng.uniform(11, 17))[..., None]
    if rng.random() < 0.45:
        wall *= 1 - 0.13 * _leaf_shadow(width, height, rng)[..., None]
    corner = np.clip((np.hypot(x - 0.5, y - 0.45) - 0.45) * 0.5, 0, 0.2)
    wall *= (1 - corner)[..., None]
    image = to_image(wall, size)
    image.paste(_table(size, edge, palette, rng, glow_x), (0, edge))
    draw = ImageDraw.Draw(image, "RGBA")
    draw.rectangle((0, edge - 1, size[0], edge), fill=(255, 255, 255, 70))
    draw.rectangle((0, edge + 1, size[0], edge + 3), fill=(255, 255, 255, 26))
    return image


def _table(
    size: tuple[int, int], edge: int, palette: Palette, rng: random.Random, glow_x: float
) -> Image.Image:
    tall = size[1] - edge
    width, height = size[0] // COARSE, max(8, tall // COARSE)
    x, y = grid(width, height)
    table = mix(palette.table_back, palette.table_front, 0.75 * y + 0.35 * (x - glow_x) ** 2)
    if palette.wood:
        table *= _wood(width, height, rng)[..., None]
    sheen = np.exp(-(((x - glow_x - 0.12) / 0.3) ** 2)) * np.clip(1 - 1.4 * y, 0, 1)
    table += (sheen * 16)[..., None]
    return to_image(table, (size[0], tall))


def top_view(size: tuple[int, int], palette: Palette, rng: random.Random) -> Image.Image:
    """A table seen from above, with light from the upper left and a leaf's shadow."""
    width, height = size[0] // COARSE, size[1] // COARSE
    x, y = grid(width, height)
    ground = mix(palette.wall_light, palette.wall_shade, np.hypot(x - 0.15, y - 0.1) * 0.75)
    ground += (_window(x, y, rng) * 8)[..., None]
    ground *= 1 - 0.12 * _leaf_shadow(width, height, rng)[..., None]
    return to_image(ground, size)


class Shadows:
    """Collects the shadows of everything placed in one picture and lays them down at once."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._coarse = Image.new("L", (size[0] // COARSE, size[1] // COARSE), 255)

    def standing(self, image: Image.Image, left: int, base: int, *, strength: float = 1.0) -> None:
        """Contact and cast shadow of something standing on the table, light from the left."""
        alpha = image.getchannel("A")
        width, height = image.width // COARSE, image.height // COARSE
        x, y = left // COARSE, base // COARSE
        foot = alpha.crop((0, round(image.height * 0.9), image.width, image.height)).getbbox()
        begin, end = (foot[0] // COARSE, foot[2] // COARSE) if foot else (0, width)
        reach = max(10, round(height * 0.2))
        cast = alpha.resize((max(1, width), reach)).point(lambda v: round(v * 0.34 * strength))
        shift = round(reach * 0.75)
        pad = reach + 8
        room = Image.new("L", (width + 2 * pad + shift, reach + 2 * pad), 0)
        skewed = cast.transform(
            (width + shift, reach),
            Image.Transform.AFFINE,
            (1, shift / reach, -shift, 0, 1, 0),
            Image.Resampling.BILINEAR,
        )
        room.paste(skewed, (pad, pad))
        room = room.filter(ImageFilter.GaussianBlur(max(2.0, reach * 0.16)))
        self._darken(room, x - pad, y - reach - pad + max(2, reach // 4))
        thick = max(5, round((end - begin) * 0.07))
        contact = Image.new("L", (end - begin + 4 * thick, 6 * thick), 0)
        ImageDraw.Draw(contact).ellipse(
            (2 * thick, 2.4 * thick, 2 * thick + end - begin, 3.7 * thick),
            fill=round(120 * strength),
        )
        contact = contact.filter(ImageFilter.GaussianBlur(thick * 0.42))
        self._darken(contact, x + begin - 2 * thick, y - round(3.1 * thick))

    def lying(self, image: Image.Image, left: int, top: int, *, lift: int = 16) -> None:
        """Shadow of something lying flat, seen from above, light from the upper left."""
        width, height = max(1, image.width // COARSE), max(1, image.height // COARSE)
        pad = lift
        room = Image.new("L", (width + 2 * pad, height + 2 * pad), 0)
        alpha = image.getchannel("A").resize((width, height))
        room.paste(alpha.point(lambda v: round(v * 0.42)), (pad, pad))
        room = room.filter(ImageFilter.GaussianBlur(lift / COARSE * 0.95))
        shift = lift // COARSE
        self._darken(room, left // COARSE - pad + shift, top // COARSE - pad + round(shift * 1.5))

    def floating(self, image: Image.Image, left: int, base: int, ground: int) -> None:
        """Faint shadow on the table under something in the air."""
        width = max(2, image.width // COARSE)
        tall = max(4, width // 5)
        room = Image.new("L", (width * 2, tall * 5), 0)
        ImageDraw.Draw(room).ellipse((width * 0.6, tall * 2, width * 1.4, tall * 3), fill=58)
        room = room.filter(ImageFilter.GaussianBlur(tall * 0.5))
        self._darken(room, left // COARSE - width // 2, ground // COARSE - tall * 5 // 2)

    def _darken(self, shade: Image.Image, x: int, y: int) -> None:
        dark = ImageChops.invert(shade)
        box = (x, y, x + shade.width, y + shade.height)
        inner = self._coarse.crop(box)
        # Outside the picture crop() gives black; it is never pasted back into view.
        self._coarse.paste(ImageChops.multiply(inner, dark), box)

    def lay(self, image: Image.Image, tint: str = "#3A1E0C") -> Image.Image:
        """The picture with all shadows on it, coloured rather than grey."""
        depth = self._coarse.resize(self.size, Image.Resampling.BICUBIC)
        bands = [
            depth.point(lambda v, c=channel: round(v + (255 - v) * c / 255))
            for channel in rgb(tint)
        ]
        return ImageChops.multiply(image, Image.merge("RGB", bands))
