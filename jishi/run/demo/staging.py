"""What the scenes of the short videos are put together from: countryside, goods, weather."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageFilter

from jishi.run.demo import furniture, scenes
from jishi.run.demo.film import Actor, Cutout, Drift, Puppet
from jishi.run.demo.glyphs import aspect, sprite
from jishi.run.demo.motion import Set, even, falling_path, flight, rising, soft, still, sway
from jishi.run.demo.scenes import Hour
from jishi.run.demo.stage import dice


def steam(stage_set: Set, x: float, y: float, reach: float = 200) -> list[Actor]:
    """Steam rising from (x, y)."""
    puff = soft(scenes.puff(round(160 * stage_set.unit), 80))
    return [
        Puppet(puff, rising(x + 30 * (i - 1.5), y, i * 0.27, reach * stage_set.unit, 20))
        for i in range(4)
    ]


def leaves(stage_set: Set, names: Iterable[str], count: int, tall: float) -> list[Actor]:
    """Leaves or petals coming down, every third close to the lens and out of focus."""
    far = [Cutout(stage_set.cut(n, tall), 1.0, 6.0) for n in names]
    near = [soft(blur(stage_set.cut(n, tall * 1.7), 3)) for n in names]
    actors: list[Actor] = []
    for index in range(count):
        close = index % 3 == 0
        cutout = (near if close else far)[index % len(far)]
        path = falling_path(stage_set, 200 if close else 120, 30, 55)
        actors.append(Puppet(cutout, path))
    return actors


def snowfall(stage_set: Set, count: int = 44) -> list[Actor]:
    """Snow."""
    far, near = soft(scenes.puff(22, 250)), soft(scenes.puff(50, 190))
    return [
        Puppet(near if i % 6 == 0 else far, falling_path(stage_set, 150 if i % 6 else 260, 30, 0))
        for i in range(count)
    ]


def blur(image: Image.Image, radius: float) -> Image.Image:
    """Out of focus, with room around for it."""
    pad = 2 * round(radius * 1.5)
    room = Image.new("RGBA", (image.width + 2 * pad, image.height + 2 * pad), (0, 0, 0, 0))
    room.paste(image, (pad, pad))
    return room.convert("RGBa").filter(ImageFilter.GaussianBlur(radius)).convert("RGBA")


def flyers(stage_set: Set) -> list[Actor]:
    """Bees, butterflies or birds in the air."""
    actors: list[Actor] = []
    for order, name in enumerate(stage_set.clip.flyers):
        cut = stage_set.cut(name, stage_set.rng.uniform(56, 84), flip=order % 2 == 1)
        actors.append(Puppet(Cutout(cut, 1.0, 3.0), flight(stage_set, order)))
    return actors


def country(stage_set: Set, speed: float, trees: bool = True) -> tuple[Image.Image, list[Actor]]:
    """Sky, clouds and three ridges sliding at their distance's pace: background and actors."""
    clip, hour, seed = stage_set.clip, stage_set.hour, stage_set.seed
    width, height = clip.size
    background = scenes.sky(clip.size, hour)
    if clip.hour == "night":
        stars = scenes.stars(clip.size, seed)
        background.paste(stars, (0, 0), stars)
    actors: list[Actor] = []
    for index in range(2):
        cloud = even(scenes.cloud(round(width * (0.6 - 0.18 * index)), hour, f"{seed}c{index}"))
        y = height * (0.1 + 0.09 * index)
        actors.append(Drift(cloud, width * (0.05 + 0.5 * index), y, -speed * (0.6 + 0.4 * index)))
    wide = width + round(abs(speed) * stage_set.seconds * 1.8) + 40
    tops = [round(height * (0.335 + 0.062 * order) / 2) * 2 for order in range(3)]
    for order, waves in enumerate((150, 120, 96)):
        waves = round(waves * stage_set.unit)
        below = tops[order + 1] + waves + 20 if order < 2 else stage_set.edge + 8
        layer = scenes.ridge(
            (wide + wide % 2, below - tops[order] + below % 2),
            hour.ridges[order],
            hour.ridges[order + 1],
            f"{seed}r{order}",
            waves=waves,
            terraces=4 if order == 2 else 0,
            haze=hour.haze,
        )
        solid = waves + 10
        if order == 2 and trees:
            _plant(layer, stage_set, waves)
        pace = (0.5, 0.9, 1.6)[order]
        actors.append(Drift(layer, 0, tops[order], -abs(speed) * pace, solid=solid))
    return background, actors


def _plant(layer: Image.Image, stage_set: Set, waves: int) -> None:
    """Small trees and a house on the nearest ridge."""
    rng = dice(f"{stage_set.seed}/trees")
    alpha = np.asarray(layer.getchannel("A"))
    names = ["evergreen_tree", "deciduous_tree"] * 3 + ["house_with_garden"]
    for _ in range(9):
        name = rng.choice(names)
        tall = round((44 if name[0] == "h" else rng.choice((38, 46, 54))) * stage_set.unit)
        cut = furniture.tinted(sprite(name, tall), stage_set.hour.ridges[2], 0.42)
        x = rng.randrange(0, layer.width - cut.width)
        crest = int(np.argmax(alpha[:, x + cut.width // 2] > 128))
        y = crest - cut.height + round(rng.uniform(10, 26))
        layer.paste(cut, (x, max(0, y)), cut)
        mask = layer.getchannel("A")
        mask.paste(255, (x, max(0, y)), cut.getchannel("A"))
        layer.putalpha(mask)


def table(stage_set: Set, hour: Hour | None = None) -> Actor:
    """A wooden table across the frame."""
    width, height = stage_set.clip.size
    edge = stage_set.edge
    picture = scenes.tabletop(width, height - edge, hour or stage_set.hour, stage_set.seed)
    return Drift(even(picture), 0, edge, solid=0)


def shadow(width: float, x: float, y: float, strength: int = 140) -> Actor:
    """A contact shadow centred at (x, y)."""
    picture = even(scenes.shadow_under(round(width / 2) * 2, strength))
    return Drift(picture, x - picture.width / 2, y - picture.height / 2)


def hero(
    stage_set: Set, tall: float, *, x: float = 0.5, y: float | None = None, grow: float = 0.0
) -> list[Actor]:
    """The product with its shadow, breathing a little (or, with `grow`, coming closer)."""
    clip = stage_set.clip
    width = clip.size[0]
    y = stage_set.base if y is None else y
    tall = min(tall, 450 / max(aspect(clip.hero), 0.4))
    cut = stage_set.cut(clip.hero, tall, angle=clip.turn)
    if cut.width > 470 * stage_set.unit:
        cut = stage_set.cut(clip.hero, tall * 470 * stage_set.unit / cut.width, angle=clip.turn)
    centre = y - cut.height / 2 + 6
    path = still(width * x, centre, grow) if grow else sway(width * x, centre, bob=3, tilt=0.8)
    return [shadow(cut.width * 0.86, width * x, y), Puppet(Cutout(cut), path)]


def props(stage_set: Set, tall: float) -> list[Actor]:
    """At most two things beside the product."""
    width = stage_set.clip.size[0]
    actors: list[Actor] = []
    for order, name in enumerate(stage_set.clip.props[:2]):
        cut = stage_set.cut(name, tall * (0.5 if order else 0.42), flip=order == 1)
        x = width * (0.14 if order == 0 else 0.85)
        y = stage_set.base + (-26 if order == 0 else 16) * stage_set.unit
        actors.append(shadow(cut.width * 0.8, x, y, 120))
        path = sway(x, y - cut.height / 2 + 4, bob=2, tilt=1.2, period=3.0 + order)
        actors.append(Puppet(Cutout(cut), path))
    return actors


def front(stage_set: Set) -> list[Actor]:
    """Flowers out of focus at the sides, close to the lens, passing slowly."""
    width = stage_set.clip.size[0]
    actors: list[Actor] = []
    spots = ((0.05, 210, 60, 9), (0.93, 180, 20, 6), (0.2, 130, 110, 4))
    for order, (x, tall, drop, radius) in enumerate(spots):
        if not stage_set.clip.front:
            break
        name = stage_set.clip.front[order % len(stage_set.clip.front)]
        cut = even(blur(stage_set.cut(name, tall, flip=order == 1), radius))
        y = stage_set.base + drop * stage_set.unit - cut.height / 2
        actors.append(Drift(cut, width * x - cut.width / 2, y, -9 - 3 * order))
    return actors


def person(stage_set: Set, tall: float, x: float, period: float = 3.2) -> list[Actor]:
    """Somebody standing behind the table, breathing."""
    if not stage_set.clip.person:
        return []
    cut = stage_set.cut(stage_set.clip.person, tall)
    y = stage_set.edge - cut.height / 2 + 34
    path = sway(stage_set.clip.size[0] * x, y, bob=4, tilt=1.0, period=period)
    return [Puppet(Cutout(cut), path)]
