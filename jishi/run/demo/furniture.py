"""What goods stand on or are packed in: podium, plate, board, pouch, tin, box; drawn, not stock."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from jishi.run.demo.glyphs import sprite
from jishi.run.demo.stage import Array, grid, rgb

SMOOTH = 2  # outlines are drawn at twice the size and reduced


def _shade(size: tuple[int, int], colour: str, factor: Array) -> Image.Image:
    """A flat colour times an (h, w) brightness."""
    base = np.asarray(rgb(colour), dtype=np.float32)
    pixels = np.clip(base * factor[..., None], 0, 255).astype(np.uint8)
    return Image.fromarray(pixels, "RGB").resize(size, Image.Resampling.BICUBIC)


def _cylinder(width: int) -> Array:
    """Brightness across an upright cylinder lit from the upper left."""
    x = np.linspace(-1, 1, max(8, width // 4), dtype=np.float32)
    lit = 0.62 + 0.46 * np.exp(-(((x + 0.42) / 0.55) ** 2)) + 0.1 * np.clip(x - 0.6, 0, 1)
    return np.asarray(lit[None, :].repeat(8, axis=0), dtype=np.float32)


def _reduced(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    return mask.resize(size, Image.Resampling.LANCZOS)


@lru_cache(maxsize=64)
def podium(width: int, height: int, colour: str) -> Image.Image:
    """A low round plinth; its top is an ellipse a sixth as deep as it is wide."""
    deep = round(width * 0.17)
    size = (width, height + deep)
    body = _shade(size, colour, _cylinder(width) * 0.9)
    mask = Image.new("L", (width * SMOOTH, size[1] * SMOOTH), 0)
    draw = ImageDraw.Draw(mask)
    w, h, d = width * SMOOTH - 1, size[1] * SMOOTH - 1, deep * SMOOTH
    draw.rectangle((0, d // 2, w, h - d // 2), fill=255)
    draw.ellipse((0, h - d, w, h), fill=255)
    draw.ellipse((0, 0, w, d), fill=255)
    body.putalpha(_reduced(mask, size))
    x, y = grid(width // 4, max(4, deep // 2))
    top = _shade((width, deep), colour, 1.1 - 0.16 * np.hypot(x - 0.3, 0.6 * (y - 0.3)))
    lid = Image.new("L", (width * SMOOTH, deep * SMOOTH), 0)
    ImageDraw.Draw(lid).ellipse((0, 0, w, d - 1), fill=255)
    body.paste(top, (0, 0), _reduced(lid, (width, deep)))
    return body


@lru_cache(maxsize=64)
def plate(width: int, colour: str) -> Image.Image:
    """A round plate seen at table height."""
    deep = round(width * 0.24)
    size = (width, deep + 10)
    w, d = width * SMOOTH, deep * SMOOTH
    outer = Image.new("L", (w, size[1] * SMOOTH), 0)
    draw = ImageDraw.Draw(outer)
    draw.ellipse((0, 18, w - 1, d + 17), fill=255)
    draw.ellipse((0, 0, w - 1, d - 1), fill=255)
    image = _shade(size, colour, _cylinder(width) * 0.78)
    image.putalpha(_reduced(outer, size))
    rim = Image.new("L", (w, d), 0)
    ImageDraw.Draw(rim).ellipse((0, 0, w - 1, d - 1), fill=255)
    x, y = grid(width // 4, max(4, deep // 3))
    image.paste(
        _shade((width, deep), colour, 1.06 - 0.1 * x + 0 * y), (0, 0), _reduced(rim, (width, deep))
    )
    well = Image.new("L", (w, d), 0)
    inset = round(w * 0.1)
    ImageDraw.Draw(well).ellipse((inset, d * 0.13, w - inset, d * 0.83), fill=255)
    inner = _shade((width, deep), colour, 0.9 + 0.16 * (0.7 * x + 0.6 * y))
    image.paste(inner, (0, 0), _reduced(well, (width, deep)))
    return image


@lru_cache(maxsize=64)
def board(width: int, colour: str) -> Image.Image:
    """A wooden board lying on the table, in perspective."""
    deep, thick = round(width * 0.22), max(10, round(width * 0.028))
    size = (width, deep + thick)
    noise = np.random.default_rng(width).normal(0, 0.018, (max(6, deep // 3), 6)).astype(np.float32)
    streaks = np.asarray(Image.fromarray(noise, "F").resize((width // 4, max(6, deep // 3))))
    x, _ = grid(width // 4, max(6, deep // 3))
    face = _shade(size, colour, 1.07 - 0.14 * x + streaks)
    w, h, d = width * SMOOTH, size[1] * SMOOTH, deep * SMOOTH
    slant = round(w * 0.07)
    top = Image.new("L", (w, h), 0)
    ImageDraw.Draw(top).polygon([(slant, 0), (w - slant, 0), (w - 1, d), (0, d)], fill=255)
    whole = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(whole)
    draw.polygon([(slant, 0), (w - slant, 0), (w - 1, d), (0, d)], fill=255)
    draw.rounded_rectangle((0, d - 4, w - 1, h - 1), 10, fill=255)
    image = _shade(size, colour, _cylinder(width) * 0.74)
    image.putalpha(_reduced(whole, size))
    image.paste(face, (0, 0), _reduced(top, size))
    return image


def _label(image: Image.Image, glyph: str, centre: tuple[int, int], diameter: int) -> None:
    """A round paper label with a glyph, pasted onto packaging."""
    size = diameter * SMOOTH
    disc = Image.new("L", (size, size), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, size - 1, size - 1), fill=255)
    mask = _reduced(disc, (diameter, diameter))
    paper = Image.new("RGB", (diameter, diameter), "#FBF6EA")
    ring = ImageDraw.Draw(paper)
    inset = round(diameter * 0.05)
    ring.ellipse((inset, inset, diameter - inset, diameter - inset), outline="#C9A873", width=3)
    mark = sprite(glyph, round(diameter * 0.58))
    if mark.width > diameter * 0.7:
        mark = sprite(glyph, round(diameter * 0.58 * diameter * 0.7 / mark.width))
    paper.paste(mark, ((diameter - mark.width) // 2, (diameter - mark.height) // 2), mark)
    image.paste(paper, (centre[0] - diameter // 2, centre[1] - diameter // 2), mask)


def _pack(mask: Image.Image, size: tuple[int, int], colour: str, factor: Array) -> Image.Image:
    image = _shade(size, colour, factor)
    image.putalpha(_reduced(mask, size))
    return image


@lru_cache(maxsize=64)
def pouch(height: int, colour: str, glyph: str) -> Image.Image:
    """A stand-up paper pouch with a label."""
    width = round(height * 0.72)
    w, h = width * SMOOTH, height * SMOOTH
    mask = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(mask)
    inset = round(w * 0.05)
    draw.rounded_rectangle((inset, 0, w - inset, h * 0.5), 26, fill=255)
    draw.polygon(
        [(inset, h * 0.2), (w - inset, h * 0.2), (w - 1, h * 0.93), (0, h * 0.93)], fill=255
    )
    draw.rounded_rectangle((0, h * 0.8, w - 1, h - 1), 46, fill=255)
    x, y = grid(width // 4, height // 4)
    belly = np.exp(-(((x - 0.36) / 0.3) ** 2)) * np.clip(y * 1.6, 0.25, 1)
    factor = 0.82 + 0.22 * belly - 0.2 * np.clip(x - 0.72, 0, 1) - 0.25 * np.clip(y - 0.9, 0, 1)
    image = _pack(mask, (width, height), colour, np.asarray(factor, dtype=np.float32))
    fold = ImageDraw.Draw(image, "RGBA")
    seam = round(height * 0.115)
    left, right = round(width * 0.05), round(width * 0.95)
    for row, dark in ((seam, 46), (seam + 2, 26), (round(height * 0.05), 22)):
        fold.line((left, row, right, row), fill=(60, 35, 15, dark), width=2)
    fold.line((left, seam + 5, right, seam + 5), fill=(255, 255, 255, 60), width=2)
    _label(image, glyph, (width // 2, round(height * 0.55)), round(width * 0.62))
    return image


@lru_cache(maxsize=64)
def tin(height: int, colour: str, glyph: str) -> Image.Image:
    """A round tin with a lid and a label."""
    width = round(height * 0.7)
    deep = round(width * 0.13)
    w, h, d = width * SMOOTH, height * SMOOTH, deep * SMOOTH
    mask = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((0, d // 2, w - 1, h - d // 2), fill=255)
    draw.ellipse((0, h - d, w - 1, h - 1), fill=255)
    draw.ellipse((0, 0, w - 1, d - 1), fill=255)
    image = _pack(mask, (width, height), colour, _cylinder(width) * 1.02)
    lid = Image.new("L", (w, h), 0)
    ImageDraw.Draw(lid).ellipse((0, 0, w - 1, d - 1), fill=255)
    x, y = grid(width // 4, 16)
    top = _shade((width, height), colour, np.asarray(1.2 - 0.2 * x + 0 * y, dtype=np.float32))
    image.paste(top, (0, 0), _reduced(lid, (width, height)))
    rim = ImageDraw.Draw(image, "RGBA")
    for row, ink in ((0.2, (0, 0, 0, 60)), (0.205, (255, 255, 255, 50))):
        y0 = round(height * row)
        rim.arc((0, y0 - deep // 2, width - 1, y0 + deep // 2), 0, 180, fill=ink, width=3)
    _label(image, glyph, (width // 2, round(height * 0.6)), round(width * 0.6))
    return image


@lru_cache(maxsize=64)
def gift_box(width: int, colour: str, glyph: str) -> Image.Image:
    """A flat gift box seen from the front, with a band and a label."""
    height = round(width * 0.52)
    w, h = width * SMOOTH, height * SMOOTH
    mask = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(mask)
    draw.rounded_rectangle((8, h * 0.28, w - 9, h - 1), 14, fill=255)
    draw.rounded_rectangle((0, 0, w - 1, h * 0.36), 14, fill=255)
    x, y = grid(width // 4, height // 4)
    factor = 1.04 - 0.2 * x - 0.12 * y - 0.16 * np.exp(-(((y - 0.385) / 0.02) ** 2))
    image = _pack(mask, (width, height), colour, np.asarray(factor, dtype=np.float32))
    band = ImageDraw.Draw(image, "RGBA")
    band.rectangle((width * 0.455, 0, width * 0.545, height), fill=(244, 214, 150, 225))
    band.line((width * 0.455, 0, width * 0.455, height), fill=(120, 70, 20, 60), width=2)
    _label(image, glyph, (width // 2, round(height * 0.6)), round(height * 0.6))
    return image


@lru_cache(maxsize=128)
def blurred(image_key: tuple[str, int, bool], radius: float) -> Image.Image:
    """A glyph out of focus, with room around it for the blur."""
    name, height, flip = image_key
    source = sprite(name, height, flip=flip)
    pad = round(radius * 2.5)
    room = Image.new("RGBA", (source.width + 2 * pad, source.height + 2 * pad), (0, 0, 0, 0))
    room.paste(source, (pad, pad))
    # Blur with premultiplied alpha, or a dark rim appears around the silhouette.
    return room.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")


def tinted(image: Image.Image, colour: str, amount: float) -> Image.Image:
    """The picture pulled towards a colour by `amount` (0..1), its alpha kept."""
    flat = Image.new("RGB", image.size, colour)
    toned = Image.blend(image.convert("RGB"), flat, amount)
    toned.putalpha(image.getchannel("A"))
    return toned


def lit(image: Image.Image, warmth: float = 0.05) -> Image.Image:
    """Studio light on a cut-out: brighter to the upper left, a little darker at its foot."""
    width, height = image.size
    x, y = grid(max(2, width // 8), max(2, height // 8))
    level = 1.03 + warmth - 0.07 * x - 0.15 * np.clip(y - 0.35, 0, 1)
    grey = np.clip(level * 243, 0, 255).astype(np.uint8)
    mask = Image.fromarray(grey, "L").resize(image.size, Image.Resampling.BILINEAR)
    toned = ImageChops.multiply(image.convert("RGB"), Image.merge("RGB", [mask] * 3))
    toned.putalpha(image.getchannel("A"))
    return toned
