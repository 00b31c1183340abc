"""Paints landscapes in layers: sky by time of day, ridges, terraces, water, trees, tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from jishi.run.demo import furniture
from jishi.run.demo.glyphs import sprite
from jishi.run.demo.stage import COARSE, Array, dice, grid, mix, rgb, to_image


@dataclass(frozen=True)
class Hour:
    """Colours of a time of day, far to near."""

    sky: tuple[str, ...]  # from the zenith down to the horizon
    sun: str
    sun_at: tuple[float, float]
    glow: float
    ridges: tuple[str, str, str, str]
    table: str
    tint: str
    tint_share: float
    haze: str


HOURS = {
    "dawn": Hour(
        ("#2E4658", "#5E6F78", "#A89A86", "#E3BC82", "#F0D09A"), "#FFF0BE", (0.72, 0.36), 1.0,
        ("#B9AE90", "#8F9C69", "#5E7848", "#3D5736"), "#4A2E1B", "#F0B878", 0.10, "#E5C793",
    ),
    "noon": Hour(
        ("#5FA3D0", "#8FC3E0", "#BFDFEA", "#E2F1EE"), "#FFFFFF", (0.24, 0.16), 0.55,
        ("#BCD6CB", "#94BE8C", "#6BA35C", "#4C8645"), "#A87446", "#FFFFFF", 0.03, "#DCEDE6",
    ),
    "golden": Hour(
        ("#7FA6B8", "#C9BF9F", "#F2C987", "#F9DDA6"), "#FFF4CF", (0.3, 0.33), 1.0,
        ("#D9BE8C", "#B5A862", "#86914A", "#5F7438"), "#8A5A30", "#FFC778", 0.10, "#F3D7A0",
    ),
    "dusk": Hour(
        ("#2B2A52", "#5A4677", "#A5688A", "#E5957F", "#F6BE8A"), "#FFD9A6", (0.32, 0.42), 0.9,
        ("#9C7391", "#6E5A80", "#47486A", "#2C3350"), "#3A2530", "#C77A7F", 0.14, "#D89A93",
    ),
    "night": Hour(
        ("#0B1630", "#15264A", "#243C66", "#3D5680"), "#EAF0FF", (0.74, 0.17), 0.5,
        ("#2D4468", "#213453", "#17263F", "#0F1A2D"), "#2B1D18", "#3F5E95", 0.16, "#3B5480",
    ),
    "mist": Hour(
        ("#AEBFC2", "#C9D4D0", "#E0E4DA", "#EFEDE0"), "#FFFFFF", (0.6, 0.26), 0.5,
        ("#CBD3C8", "#A8BBA6", "#7FA084", "#5B8064"), "#6E4E36", "#E4EBE0", 0.08, "#E1E6DC",
    ),
    "snow": Hour(
        ("#8FA6BE", "#B4C4D4", "#D6DEE6", "#EEF0F1"), "#FFFFFF", (0.66, 0.3), 0.5,
        ("#D5DEE8", "#C2CFDC", "#E3E9EF", "#F3F6F8"), "#7A5B45", "#DDE7F2", 0.07, "#E6ECF2",
    ),
}  # fmt: skip


def sky(size: tuple[int, int], hour: Hour) -> Image.Image:
    """Sky with the glow of the sun (or moon)."""
    width, height = size[0] // COARSE, size[1] // COARSE
    x, y = grid(width, height)
    stops = np.asarray([rgb(colour) for colour in hour.sky], dtype=np.float32)
    at = np.clip(y[:, 0] / 0.62, 0, 1) * (len(stops) - 1)
    column = np.stack([np.interp(at, range(len(stops)), stops[:, c]) for c in range(3)], axis=1)
    pixels: Array = np.repeat(column[:, None, :], width, axis=1).astype(np.float32)
    ratio = size[1] / size[0]
    away = np.hypot(x - hour.sun_at[0], (y - hour.sun_at[1]) * ratio)
    light = np.asarray(rgb(hour.sun), dtype=np.float32)
    for radius, share in ((0.62, 0.42), (0.26, 0.5), (0.085, 0.75)):
        weight = (np.exp(-((away / radius) ** 2)) * share * hour.glow)[..., None]
        pixels = pixels * (1 - weight) + light * weight
    return to_image(pixels, size)


def ridge(
    size: tuple[int, int],
    colour: str,
    foot: str,
    seed: str,
    *,
    waves: float,
    terraces: int = 0,
    haze: str = "",
) -> Image.Image:
    """A mountain ridge as a layer of that size: `waves` high (px), lighter along its crest."""
    width, height = size
    rng = dice(seed)
    across = np.arange(width, dtype=np.float32)
    crest = np.zeros(width, dtype=np.float32)
    for length, share in ((width * 0.9, 0.55), (width * 0.43, 0.3), (width * 0.19, 0.12)):
        crest += share * np.sin(2 * math.pi * across / length + rng.uniform(0, 2 * math.pi))
    line = waves * (0.55 - 0.5 * crest)
    down = np.arange(height, dtype=np.float32)[:, None] - line[None, :]
    alpha = np.clip(down + 0.5, 0, 1)
    depth = np.clip(down / max(90.0, height * 0.9), 0, 1)
    pixels: Array = mix(colour, foot, depth)
    if haze:
        mist = np.asarray(rgb(haze), dtype=np.float32)
        veil = (0.42 * np.clip((down - 10) / max(60.0, height * 0.5), 0, 1) ** 1.5)[..., None]
        pixels = pixels * (1 - veil) + mist * veil
    pixels += (14 * np.exp(-np.clip(down, 0, None) / 22))[..., None]
    for step in range(terraces):
        bend = 26 + step * (30 + step * 5) + 9 * np.sin(across / 90 + step)[None, :]
        pixels += (15 * np.exp(-(((down - bend) / 1.6) ** 2)))[..., None]
        pixels -= (9 * np.exp(-(((down - bend - 6) / 5) ** 2)))[..., None]
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGB")
    image.putalpha(Image.fromarray((alpha * 255).astype(np.uint8), "L"))
    return image


def tabletop(width: int, height: int, hour: Hour, seed: str) -> Image.Image:
    """A wooden table edge to edge, seen from a little above, lit along its far rim."""
    rng = np.random.default_rng(dice(seed).randrange(2**31))
    x, y = grid(width // 2, height // 2)
    base = np.asarray(rgb(hour.table), dtype=np.float32)
    rows = np.repeat(rng.normal(0, 0.025, (height // 2, 1)), width // 2, axis=1)
    knots = rng.normal(0, 1, (height // 2, max(4, width // 60))).astype(np.float32)
    streaks = np.asarray(
        Image.fromarray(knots, "F").resize((width // 2, height // 2), Image.Resampling.BICUBIC)
    )
    light = 1.35 - 0.6 * y + 0.2 * np.exp(-(((x - hour.sun_at[0]) / 0.35) ** 2)) + rows
    light = light + 0.03 * streaks
    pixels = base * light[..., None]
    image = to_image(np.asarray(pixels, dtype=np.float32), (width, height))
    draw = ImageDraw.Draw(image, "RGBA")
    warm = (*rgb(hour.haze), 120)
    draw.rectangle((0, 0, width, 2), fill=warm)
    for share in (0.34, 0.72):
        row = round(height * share)
        draw.line((0, row, width, row + 4), fill=(0, 0, 0, 90), width=3)
        draw.line((0, row + 3, width, row + 7), fill=(255, 255, 255, 26), width=2)
    return image


def cloud(width: int, hour: Hour, seed: str) -> Image.Image:
    """A soft cloud."""
    rng = dice(seed)
    height = width // 3
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(9):
        x, size = rng.uniform(0.2, 0.8) * width, rng.uniform(0.1, 0.2) * width
        y = height * 0.62 - size * rng.uniform(0.1, 0.35)
        draw.ellipse((x - size, y - size * 0.55, x + size, y + size * 0.4), fill=150)
    mask = mask.filter(ImageFilter.GaussianBlur(width * 0.035))
    image = Image.new("RGB", (width, height), hour.haze)
    image = Image.blend(image, Image.new("RGB", image.size, "#FFFFFF"), 0.55)
    image.putalpha(mask)
    return image


def water(size: tuple[int, int], hour: Hour, seed: str) -> Image.Image:
    """A lake reflecting the sky, darker towards the viewer."""
    width, height = size[0] // 2, size[1] // 2
    x, y = grid(width, height)
    noise = np.random.default_rng(dice(seed).randrange(2**31))
    pixels = mix(hour.sky[-1], hour.sky[0], 0.12 + 0.75 * y + 0 * x)
    ripples = np.zeros((height, width), dtype=np.float32)
    for stretch, share in ((22, 6.0), (9, 4.0)):
        coarse = noise.normal(0, 1, (max(4, height // 3), max(4, width // stretch)))
        wave = Image.fromarray(coarse.astype(np.float32), "F").resize((width, height))
        ripples += share * np.asarray(wave, dtype=np.float32)
    path = np.exp(-(((x - hour.sun_at[0]) / (0.08 + 0.16 * y)) ** 2)) * np.clip(1.1 - y, 0, 1)
    pixels += (ripples * (0.4 + y) + 34 * path * (1 + 0.1 * ripples))[..., None]
    return to_image(pixels, size)


def bokeh(size: tuple[int, int], colours: tuple[str, ...], seed: str, count: int) -> Image.Image:
    """Lights out of focus on a transparent ground."""
    rng = dice(seed)
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    for _ in range(count):
        radius = rng.randrange(14, 52)
        disc = Image.new("L", (radius * 2 + 8, radius * 2 + 8), 0)
        ImageDraw.Draw(disc).ellipse(
            (4, 4, radius * 2 + 4, radius * 2 + 4), fill=rng.randrange(26, 84)
        )
        disc = disc.filter(ImageFilter.GaussianBlur(2.2))
        spot = Image.new("RGBA", disc.size, rng.choice(colours))
        spot.putalpha(disc)
        at = rng.randrange(-radius, size[0]), rng.randrange(0, round(size[1] * 0.56))
        image.alpha_composite(spot, (max(0, at[0]), at[1]))
    return image


def row_of(
    names: tuple[str, ...],
    width: int,
    height: int,
    seed: str,
    *,
    gap: float,
    haze: str,
    share: float = 0.3,
    blur: float = 0.0,
) -> Image.Image:
    """A wide strip of glyphs standing side by side (trees, houses, flowers), in haze."""
    rng = dice(seed)
    strip = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    x = -rng.uniform(0, gap)
    while x < width:
        tall = round(height * rng.uniform(0.68, 0.98) / 8) * 8
        cut = sprite(rng.choice(names), max(8, tall), flip=rng.random() < 0.5)
        cut = furniture.tinted(cut, haze, share)
        left = round(x)
        if left + cut.width > 0:
            strip.paste(cut, (left, height - cut.height + 2), cut)
        x += cut.width * 0.6 + rng.uniform(0.3, 1.0) * gap
    if blur:
        strip = strip.convert("RGBa").filter(ImageFilter.GaussianBlur(blur)).convert("RGBA")
    return strip


def puff(size: int, strength: int = 70, colour: str = "#FFFFFF") -> Image.Image:
    """A soft round blob: steam, dust, a mote of light."""
    x, y = grid(size, size)
    weight = np.exp(-(((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.045)) * strength
    weight = weight * np.clip((0.5 - np.hypot(x - 0.5, y - 0.5)) / 0.2, 0, 1)
    image = Image.new("RGB", (size, size), colour)
    image.putalpha(Image.fromarray(weight.astype(np.uint8), "L"))
    return image


def shadow_under(width: int, strength: int = 120) -> Image.Image:
    """A contact shadow to lie under something `width` px wide."""
    tall = max(12, width // 6)
    mask = Image.new("L", (width + 4 * tall, tall * 4), 0)
    ImageDraw.Draw(mask).ellipse(
        (2 * tall, 1.3 * tall, 2 * tall + width, 2.6 * tall), fill=strength
    )
    image = Image.new("RGB", mask.size, "#1C0F06")
    image.putalpha(mask.filter(ImageFilter.GaussianBlur(tall * 0.34)))
    return image


def stars(size: tuple[int, int], seed: str) -> Image.Image:
    """Stars over the upper half."""
    rng = dice(seed)
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        x, y = rng.uniform(0, size[0]), rng.uniform(0, 0.45) * size[1]
        radius = rng.choice((0.8, 0.8, 1.2, 1.7))
        fill = (255, 255, 255, rng.randrange(70, 210))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    return image
