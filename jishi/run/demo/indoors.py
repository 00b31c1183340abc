"""Scenes indoors and at the stall: close-up, kitchen, night stall, line-up."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

from jishi.run.demo import furniture, scenes, stage, staging
from jishi.run.demo.film import Actor, Cutout, Drift, Puppet, Shot
from jishi.run.demo.glyphs import aspect, sprite
from jishi.run.demo.motion import Set, even, rising, soft, sway, twinkle
from jishi.run.demo.scenes import HOURS
from jishi.run.demo.stage import PALETTES


def close_up(stage_set: Set) -> Shot:
    """The product large on a studio table, light passing over the wall, motes in the air."""
    clip = stage_set.clip
    width, height = clip.size
    palette = PALETTES[clip.palette]
    share = stage_set.edge / height
    background = stage.grain(stage.studio(clip.size, palette, stage_set.rng, horizon=share))
    beam = scenes.puff(260, 80, "#FFF6DC").resize((520, 1000))
    actors: list[Actor] = [Drift(beam, -260, -200, 70, 6)]
    base = stage_set.base + 12
    actors += staging.props(stage_set, 340)
    if clip.ground:
        px = 2 * round(width * (0.44 if not clip.landscape else 0.3))
        stand = (
            furniture.plate(px, "#F4EFE6")
            if clip.ground == "plate"
            else furniture.podium(px, round(px * 0.16), palette.wall_light)
        )
        actors.append(staging.shadow(px * 0.98, width / 2, base + 40))
        actors.append(Drift(even(stand), width / 2 - px / 2, base + 48 - stand.height))
        base += 48 - stand.height + px * (0.155 if clip.ground == "plate" else 0.11)
    actors += staging.hero(stage_set, 480, y=base, grow=0.016)
    mote = soft(scenes.puff(26, 170, "#FFF8E4"))
    for order in range(9):
        x, y = width * stage_set.rng.random(), height * stage_set.rng.uniform(0.15, 0.6)
        actors.append(Puppet(mote, rising(x, y, order * 0.17, 90, 26)))
    if clip.steam:
        actors += staging.steam(stage_set, width / 2, base - 240)
    return Shot(stage_set.seconds, background, actors)


def kitchen(stage_set: Set) -> Shot:
    """Somebody cooking behind a counter, lanterns swaying, steam rising from the plate."""
    clip = stage_set.clip
    width, height = clip.size
    edge = stage_set.edge
    background = stage.studio(
        clip.size, PALETTES[clip.palette], stage_set.rng, horizon=edge / height
    )
    _shelves(background, PALETTES[clip.palette].wall_shade)
    actors: list[Actor] = []
    cut = stage_set.cut(clip.person or "woman_cook", 560)
    path = sway(width * 0.5, edge - cut.height / 2 + 36, bob=6, tilt=1.4, period=2.0)
    actors.append(Puppet(Cutout(cut), path))
    counter = background.crop((0, edge, width, height))
    actors.append(Drift(counter, 0, edge, solid=0))
    for x, tall, period in ((0.13, 180, 3.0), (0.87, 216, 3.6)):
        actors.append(_lantern(stage_set, width * x, tall, period))
    px = 2 * round(width * (0.37 if not clip.landscape else 0.22))
    dish = furniture.plate(px, "#F4EFE6")
    foot = stage_set.base + 70 * stage_set.unit
    actors.append(staging.shadow(px * 0.96, width / 2, foot - 8, 150))
    actors.append(Drift(even(dish), width / 2 - px / 2, foot - dish.height))
    tall = 168 if aspect(clip.hero) < 1.3 else 128
    for order, (x, y) in enumerate(
        ((-0.27, 0.2), (0, 0.17), (0.27, 0.2), (-0.14, 0.1), (0.14, 0.1))
    ):
        piece = stage_set.cut(clip.hero, tall, angle=clip.turn)
        row = foot - dish.height * y * 2.3 - piece.height / 2 - 4
        path = sway(width / 2 + px * x, row, bob=1.5, tilt=1.2, period=2.0 + 0.25 * order)
        actors.append(Puppet(Cutout(piece), path))
    actors += staging.steam(stage_set, width / 2, foot - 130 * stage_set.unit, 250)
    return Shot(stage_set.seconds, background, actors)


def _shelves(image: Image.Image, haze: str) -> None:
    """Two shelves with jars on the wall, out of focus."""
    width, height = image.size
    draw = ImageDraw.Draw(image, "RGBA")
    jars = ("amphora", "honey_pot", "teapot:#8DB6A6", "jar", "potted_plant", "sake_bottle_and_cup")
    for line, share in enumerate((0.19, 0.33)):
        row = round(height * share)
        draw.rectangle((0, row, width, row + 9), fill=(90, 50, 20, 40))
        draw.rectangle((0, row + 9, width, row + 22), fill=(60, 30, 10, 16))
        for order in range(3):
            cut = sprite(jars[(order + 3 * line) % 6], round(height * 0.07))
            cut = furniture.tinted(cut, haze, 0.5).filter(ImageFilter.GaussianBlur(1.6))
            x = round(width * (0.08 + 0.36 * order + 0.06 * line))
            image.paste(cut, (x, row - cut.height + 3), cut)


def _lantern(stage_set: Set, x: float, tall: float, period: float) -> Actor:
    """A lantern on a cord, swinging from above the frame."""
    lantern = stage_set.cut("izakaya_lantern", tall)
    cord = round(70 * stage_set.unit)
    reach = 2 * (cord + lantern.height)
    hung = Image.new("RGBA", (lantern.width, reach), (0, 0, 0, 0))
    middle = lantern.width // 2
    ImageDraw.Draw(hung).line(
        (middle, reach // 2, middle, reach - lantern.height + 4), fill=(70, 40, 25, 255), width=4
    )
    hung.paste(lantern, (0, reach - lantern.height), lantern)
    # Turned about the middle of the picture, which is the hook at the upper edge of the frame.
    return Puppet(Cutout(even(hung), 1.0, 0.25), sway(x, 0, bob=0, tilt=4, period=period))


def night_stall(stage_set: Set) -> Shot:
    """A stall at night: lights out of focus, lanterns, the product lit warm."""
    clip = stage_set.clip
    width, height = clip.size
    background = scenes.sky(clip.size, HOURS["night"])
    warm = ("#FFB454", "#FF8A5B", "#FFD58A", "#F26B4E")
    lights = scenes.bokeh(clip.size, warm, f"{stage_set.seed}b", 20)
    background.paste(lights, (0, 0), lights)
    actors: list[Actor] = []
    spots = [soft(scenes.puff(110, 120, colour)) for colour in warm]
    for order in range(10):
        x, y = width * stage_set.rng.random(), height * stage_set.rng.uniform(0.18, 0.5)
        phase, pace = stage_set.rng.random() * 6, stage_set.rng.uniform(1.2, 2.6)
        actors.append(Puppet(spots[order % 4], twinkle(x, y, phase, pace)))
    for x, tall, period in ((0.16, 200, 3.3), (0.5, 150, 2.8), (0.84, 184, 3.7)):
        actors.append(_lantern(stage_set, width * x, tall, period))
    actors += staging.person(stage_set, 420, 0.21, 2.7)
    actors.append(staging.table(stage_set, HOURS["dawn"]))
    glow = soft(scenes.puff(560, 100, "#FFC47A"))
    actors.append(Puppet(glow, twinkle(width / 2, stage_set.base - 90, 1, 0.9, 0.84)))
    actors += staging.props(stage_set, 380)
    actors += staging.hero(stage_set, 410, x=0.57 if clip.person else 0.5)
    if clip.steam:
        actors += staging.steam(stage_set, width * 0.56, stage_set.base - 250)
    return Shot(stage_set.seconds, background, actors)


def lineup(stage_set: Set) -> Shot:
    """The product and its companions on one table, the camera passing along them."""
    clip = stage_set.clip
    width, height = clip.size
    background = stage.grain(
        stage.studio(
            clip.size, PALETTES[clip.palette], stage_set.rng, horizon=stage_set.edge / height
        )
    )
    actors: list[Actor] = []
    names = (clip.hero, *clip.props, clip.hero)
    gap = 330 * stage_set.unit
    for order, name in enumerate(names):
        cut = stage_set.cut(name, 330 / max(1.0, aspect(name)), flip=order == len(names) - 1)
        x = width * 0.3 + gap * order
        y = stage_set.base + 14 * (order % 2)
        shade = even(scenes.shadow_under(round(cut.width * 0.86 / 2) * 2, 140))
        top = y - shade.height / 2
        actors.append(Drift(shade, x - shade.width / 2, top, -64))
        actors.append(Drift(cut, x - cut.width / 2, y - cut.height + 6, -64))
    beam = scenes.puff(260, 80, "#FFF6DC").resize((520, 1000))
    actors.insert(0, Drift(beam, width * 0.3, -200, -40, 6))
    actors += staging.front(stage_set)
    return Shot(stage_set.seconds, background, actors)
