"""Loads the 3D Fluent emoji renders by name and enlarges them without losing their edges."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor, ImageFilter, ImageOps, ImageStat

PACKAGE = "@lobehub/fluent-emoji-3d"
# Unicode 15 names that Python 3.11 does not know yet, and people, whose names are sequences.
_CODES = {
    "ginger": "1fada",
    "pea_pod": "1fadb",
    "folding_fan": "1faad",
    "hyacinth": "1fabb",
    "goose": "1fabf",
    "flute": "1fa88",
    "maracas": "1fa87",
    "hair_pick": "1faae",
    "hut": "1f6d6",
}
_SKIN = "1f3fb"
_WORKERS = {
    "farmer": "1f33e",
    "cook": "1f373",
    "artist": "1f3a8",
    "teacher": "1f3eb",
    "office": "1f4bc",
    "mechanic": "1f527",
    "singer": "1f3a4",
    "scientist": "1f52c",
    "student": "1f393",
    "technologist": "1f4bb",
    "factory_worker": "1f3ed",
}
_FACES = {
    "girl": "1f467",
    "boy": "1f466",
    "woman": "1f469",
    "man": "1f468",
    "grandma": "1f475",
    "grandpa": "1f474",
    "person": "1f9d1",
    "elder": "1f9d3",
    "woman_bob": "1f471-{skin}-200d-2640-fe0f",
    "man_beard": "1f9d4-{skin}-200d-2642-fe0f",
    "woman_scarf": "1f9d5",
    "man_cap": "1f472",
    "woman_steam": "1f9d6-{skin}-200d-2640-fe0f",
    "man_steam": "1f9d6-{skin}-200d-2642-fe0f",
    "woman_rowing": "1f6a3-{skin}-200d-2640-fe0f",
    "man_rowing": "1f6a3-{skin}-200d-2642-fe0f",
    "woman_cycling": "1f6b4-{skin}-200d-2640-fe0f",
    "man_cycling": "1f6b4-{skin}-200d-2642-fe0f",
    "woman_walking": "1f6b6-{skin}-200d-2640-fe0f",
    "guard": "1f477-{skin}-200d-2642-fe0f",
    "woman_curly": "1f469-{skin}-200d-1f9b1",
    "man_curly": "1f468-{skin}-200d-1f9b1",
    "woman_red": "1f469-{skin}-200d-1f9b0",
    "man_bald": "1f468-{skin}-200d-1f9b2",
    "woman_white": "1f469-{skin}-200d-1f9b3",
}


class DemoArtMissing(Exception):
    """The pictures of the demo market are not installed; run `make setup` (npm packages)."""


def glyph_folder() -> Path:
    """The folder of renders inside node_modules of this checkout. Raises DemoArtMissing."""
    for parent in Path(__file__).resolve().parents:
        folder = parent / "node_modules" / PACKAGE / "assets"
        if folder.is_dir():
            return folder
    raise DemoArtMissing(str(DemoArtMissing.__doc__))


def _code(name: str) -> str:
    """File name (without suffix) of a glyph: `honey_pot`, `woman_cook`, `grandpa@3`, `1f36f`."""
    name, _, tone = name.partition("@")
    skin = f"1f3f{'bcdef'[int(tone) - 1]}" if tone else _SKIN
    if name in _CODES:
        return _CODES[name]
    who, _, work = name.partition("_")
    if who in ("man", "woman", "person") and work in _WORKERS:
        return f"{_FACES[who]}-{skin}-200d-{_WORKERS[work]}"
    if name in _FACES:
        face = _FACES[name]
        return face.format(skin=skin) if "{" in face else f"{face}-{skin}"
    try:
        return f"{ord(unicodedata.lookup(name.replace('_', ' ').upper())):x}"
    except KeyError:
        return name


@lru_cache(maxsize=256)
def _source(name: str) -> Image.Image:
    """The 256-px render, smoothed of its dither and cropped to what is visible.

    `teapot:#8FB5A3` is the same render in another glaze or dye.
    """
    name, _, dye = name.partition(":")
    code = _code(name)
    for candidate in (code, f"{code}-fe0f"):
        path = glyph_folder() / f"{candidate}.webp"
        if path.exists():
            image = Image.open(path).convert("RGBA")
            break
    else:
        raise DemoArtMissing(f"No glyph named {name} ({code}) in {PACKAGE}.")
    alpha = image.getchannel("A")
    smooth = image.convert("RGB").filter(ImageFilter.MedianFilter(3))
    if dye:
        smooth = _dyed(smooth, alpha, dye)
    smooth.putalpha(alpha)
    box = alpha.point(lambda value: 255 if value > 12 else 0).getbbox()
    return smooth.crop(box) if box else smooth


def _dyed(image: Image.Image, alpha: Image.Image, dye: str) -> Image.Image:
    """The picture in shades of one colour; its mean brightness becomes that colour."""
    grey = image.convert("L")
    mean = ImageStat.Stat(grey, alpha.point(lambda v: 255 if v > 128 else 0)).mean[0]
    colour = ImageColor.getrgb(dye)
    dark = tuple(round(c * 0.32) for c in colour)
    light = tuple(round(c + (255 - c) * 0.8) for c in colour)
    middle = max(30, min(225, round(mean)))
    return ImageOps.colorize(grey, dark, light, colour, 0, 255, middle)


def aspect(name: str) -> float:
    """Width by height of the visible part of a glyph."""
    source = _source(name)
    return source.width / source.height


@lru_cache(maxsize=384)
def sprite(name: str, height: int, *, flip: bool = False, angle: float = 0.0) -> Image.Image:
    """A glyph `height` px tall (before turning by `angle` degrees), RGBA, edges kept crisp.

    The renders are 256 px; past twice that size a plain enlargement has milky edges, so the
    silhouette is enlarged apart and its ramp made steeper in proportion.
    """
    source = _source(name)
    scale = height / source.height
    size = (max(1, round(source.width * scale)), height)
    image = source.resize(size, Image.Resampling.BICUBIC)
    if scale > 1.2:
        gain = min(3.0, 0.75 * scale + 0.25)
        alpha = image.getchannel("A").point(lambda v: _clip((v - 132) * gain + 132))
        image.putalpha(alpha)
        colour = image.convert("RGB").filter(ImageFilter.UnsharpMask(2.2 * scale, 45, 0))
        colour.putalpha(alpha)
        image = colour
    if flip:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if angle:
        image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        image = image.crop(image.getchannel("A").point(lambda v: 255 if v > 24 else 0).getbbox())
    return image


def _clip(value: float) -> int:
    return max(0, min(255, round(value)))
