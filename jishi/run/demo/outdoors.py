"""Scenes out of doors: hillside, falling leaves or snow, road, lakeside."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from jishi.run.demo import scenes, stage, staging
from jishi.run.demo.film import Actor, Cutout, Drift, Pose, Puppet, Shot
from jishi.run.demo.motion import Set, even, soft, sway, twinkle
from jishi.run.demo.scenes import Hour


def hillside(stage_set: Set) -> Shot:
    """The product on a table before terraced hills."""
    background, actors = staging.country(stage_set, 15)
    clip = stage_set.clip
    actors += staging.person(stage_set, 400, 0.22)
    actors.append(staging.table(stage_set))
    actors += staging.props(stage_set, 400)
    actors += staging.hero(stage_set, 400, x=0.57 if clip.person else 0.5)
    if clip.steam:
        actors += staging.steam(stage_set, clip.size[0] * 0.55, stage_set.base - 330)
    actors += staging.flyers(stage_set)
    actors += staging.front(stage_set)
    return Shot(stage_set.seconds, background, actors)


def falling(stage_set: Set) -> Shot:
    """The hillside with petals, leaves or snow coming down (the clip's flyers)."""
    background, actors = staging.country(stage_set, 12)
    clip = stage_set.clip
    weather = (
        staging.snowfall(stage_set)
        if "snowflake" in clip.flyers
        else staging.leaves(stage_set, clip.flyers or ("fallen_leaf",), 13, 54)
    )
    actors += staging.person(stage_set, 400, 0.22)
    actors += weather[::2]
    actors.append(staging.table(stage_set))
    actors += staging.props(stage_set, 400)
    actors += staging.hero(stage_set, 400, x=0.57 if clip.person else 0.5)
    actors += weather[1::2]
    return Shot(stage_set.seconds, background, actors)


def road(stage_set: Set) -> Shot:
    """Riding past trees: the ground rolls, the traveller stays."""
    background, actors = staging.country(stage_set, 40)
    clip, hour = stage_set.clip, stage_set.hour
    width, height = clip.size
    edge = stage_set.edge
    run = round(stage_set.seconds * 150) + width + 80
    trees = scenes.row_of(
        ("deciduous_tree", "evergreen_tree", "deciduous_tree"),
        run,
        round(270 * stage_set.unit),
        f"{stage_set.seed}t",
        gap=130,
        haze=hour.haze,
        share=0.26,
    )
    actors.append(Drift(even(trees), 0, edge - trees.height + 8, -150))
    land = stage.mix(
        hour.ridges[2], hour.ridges[3], stage.grid(2, 160)[1] + 0 * stage.grid(2, 1)[0]
    )
    actors.append(Drift(even(stage.to_image(land, (width, height - edge))), 0, edge, solid=0))
    lane_top, lane_tall = edge + 2 * round(26 * stage_set.unit), 2 * round(66 * stage_set.unit)
    x, y = stage.grid(8, 40)
    lane = stage.to_image(
        stage.mix(hour.haze, hour.ridges[3], 0.2 + 0.5 * y + 0 * x), (width, lane_tall)
    )
    actors.append(Drift(lane, 0, lane_top, solid=0))
    dash = Image.new("RGBA", (110, 12), (0, 0, 0, 0))
    ImageDraw.Draw(dash).rounded_rectangle((2, 2, 106, 9), 4, fill=(255, 250, 235, 170))
    stripe = Cutout(dash, 1.0)
    for order in range(width // 220 + 2):
        actors.append(Puppet(stripe, _rolling(order * 220, lane_top + lane_tall / 2, width)))
    rider = stage_set.cut(clip.hero, 390, flip=True)
    foot = lane_top + lane_tall * 0.62
    actors.append(staging.shadow(rider.width * 0.8, width * 0.5, foot - 4, 120))
    path = sway(width * 0.5, foot - rider.height / 2, bob=3.5, tilt=1.2, period=0.9)
    actors.append(Puppet(Cutout(rider), path))
    for order, name in enumerate(clip.front or ("blossom", "herb")):
        cut = Cutout(even(staging.blur(stage_set.cut(name, 190), 5)), 2.0)
        actors.append(Puppet(cut, _passing(order, width, lane_top + lane_tall + 90)))
    actors += staging.flyers(stage_set)
    return Shot(stage_set.seconds, background, actors)


def _rolling(start: float, y: float, width: int) -> Callable[[float], Pose]:
    span = (width // 220 + 2) * 220
    return lambda time: Pose((start - 330 * time) % span - 110, y)


def _passing(order: int, width: int, y: float) -> Callable[[float], Pose]:
    span = width + 700
    return lambda time: Pose((span * 0.8 + order * 470 - 520 * time) % span - 200, y + 26 * order)


def lakeside(stage_set: Set) -> Shot:
    """Water with moving glints, hills behind, a boat passing, the product on a jetty."""
    background, actors = staging.country(stage_set, 10, trees=False)
    clip, hour = stage_set.clip, stage_set.hour
    width, height = clip.size
    actors = actors[:-1]  # the nearest ridge is under water
    shore = 2 * round(height * 0.425 / 2)
    tall = stage_set.edge - shore + 4
    actors.append(
        Drift(scenes.water((width, tall + tall % 2), hour, stage_set.seed), 0, shore, solid=0)
    )
    actors += _glints(stage_set, shore, hour)
    if clip.person:
        rower = stage_set.cut(clip.person, 150)
        # Its own piece of sea is cut away: the boat floats on ours.
        hull = even(rower.crop((0, 0, rower.width, round(rower.height * 0.76))))
        boat = Cutout(hull, 0.5, 0.5)
        actors.append(
            Puppet(
                boat,
                lambda time: Pose(
                    width * 0.93 - 22 * time,
                    shore + 52 + 2.5 * math.sin(2.1 * time),
                    1.5 * math.sin(2.1 * time),
                ),
            )
        )
    actors.append(staging.table(stage_set))
    actors += staging.props(stage_set, 380)
    actors += staging.hero(stage_set, 380, x=0.42)
    actors += staging.flyers(stage_set)
    return Shot(stage_set.seconds, background, actors)


def _glints(stage_set: Set, shore: int, hour: Hour) -> list[Actor]:
    """Sparks of light on the water, in the sun's path."""
    width = stage_set.clip.size[0]
    mask = Image.new("L", (84, 10), 0)
    ImageDraw.Draw(mask).ellipse((8, 2, 76, 7), fill=200)
    spark = Image.new("RGB", mask.size, hour.sun)
    spark.putalpha(mask.filter(ImageFilter.GaussianBlur(1.2)))
    shared = soft(spark)
    actors: list[Actor] = []
    for order in range(24):
        y = shore + 10 + (stage_set.edge - shore - 16) * (order / 24) ** 1.2
        spread = 0.08 + 0.32 * order / 24
        x = width * (hour.sun_at[0] + stage_set.rng.uniform(-spread, spread))
        phase, pace = stage_set.rng.random() * 6, stage_set.rng.uniform(1.6, 3.4)
        actors.append(Puppet(shared, twinkle(x, y, phase, pace, 0.0)))
    return actors
