"""Avatars, shop marks and banners of the demo market."""

from __future__ import annotations

import numpy as np
from PIL import Image

from jishi.run.demo import furniture, stage
from jishi.run.demo.art import Look
from jishi.run.demo.glyphs import aspect, sprite
from jishi.run.demo.stage import PALETTES, Shadows, dice

AVATAR_TINTS = (
    ("#FBE3D6", "#F3BFA5"),
    ("#E3EDF6", "#B7CFE4"),
    ("#E9F1DF", "#BFD3A4"),
    ("#F1E6F5", "#D3B8DF"),
    ("#FCEFCF", "#F0CE83"),
    ("#DFF0EC", "#A5D1C5"),
    ("#FAE1E4", "#EDB2BB"),
)


def avatar(glyph: str, tint: int, size: int = 400) -> Image.Image:
    """A person on a tinted ground, head and shoulders, to be cut to a circle by the page."""
    light, shade = AVATAR_TINTS[tint % len(AVATAR_TINTS)]
    x, y = stage.grid(size // 4, size // 4)
    weight = np.hypot(x - 0.3, y - 0.2) * 0.85
    image = stage.to_image(stage.mix(light, shade, weight), (size, size))
    bust = aspect(glyph) > 0.7
    height = round(size * (0.78 if bust else 0.98))
    cut = sprite(glyph, height)
    if cut.width > size * 0.84:
        cut = sprite(glyph, round(height * size * 0.84 / cut.width))
    left = (size - cut.width) // 2
    top = size - cut.height if _touches_bottom(cut) else round(size * 0.54 - cut.height / 2)
    image.paste(cut, (left, max(round(size * 0.08), top)), cut)
    return image


def _touches_bottom(cut: Image.Image) -> bool:
    """Whether a figure is cut at the chest (wide at its lower edge) rather than a whole head."""
    row = cut.getchannel("A").crop((0, cut.height - 4, cut.width, cut.height)).getbbox()
    return row is not None and row[2] - row[0] > cut.width * 0.6


def logo(glyph: str, tint: int, size: int = 400) -> Image.Image:
    """A shop's mark: its emblem on a tinted ground."""
    light, shade = AVATAR_TINTS[tint % len(AVATAR_TINTS)]
    x, y = stage.grid(size // 4, size // 4)
    image = stage.to_image(stage.mix(light, shade, np.hypot(x - 0.3, y - 0.2) * 0.8), (size, size))
    ratio = aspect(glyph)
    cut = sprite(glyph, round(size * 0.62 if ratio <= 1 else size * 0.62 / ratio))
    image.paste(cut, ((size - cut.width) // 2, (size - cut.height) // 2), cut)
    return image


def banner(looks: list[Look], palette: str, seed: str) -> Image.Image:
    """A shop's banner, 1600 × 640: its goods in a row on one table."""
    rng = dice(f"{seed}/banner")
    size = (1600, 640)
    image = stage.studio(size, PALETTES[palette], rng, horizon=0.66)
    shadows = Shadows(size)
    boxes = []
    for index, look in enumerate(looks[:5]):
        tall = 0.5 if index == 0 else 0.34
        ratio = aspect(look.hero)
        height = size[1] * tall * (1 if ratio <= 1.1 else 1.1 / ratio)
        cut = furniture.lit(sprite(look.hero, round(height / 8) * 8))
        centre = (0.5, 0.33, 0.67, 0.18, 0.82)[index]
        base = round(size[1] * (0.86 if index == 0 else 0.79))
        left = round(size[0] * centre - cut.width / 2)
        shadows.standing(cut, left, base)
        boxes.append((cut, left, base - cut.height))
    image = shadows.lay(image)
    for cut, left, top in reversed(boxes):
        image.paste(cut, (left, top), cut)
    return stage.grain(image)
