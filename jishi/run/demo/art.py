"""Composes the demo market's pictures: goods in the studio.

Everything is a function of its arguments: the same seed gives the same bytes.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from jishi.run.demo import furniture, stage
from jishi.run.demo.glyphs import aspect, sprite
from jishi.run.demo.stage import PALETTES, Palette, Shadows, dice

SIZE = (1200, 1200)
QUALITY = 82


@dataclass(frozen=True)
class Look:
    """How a product is pictured.

    `hero` and `props` are glyph names, `palettes` names in stage.PALETTES, `many` how many of
    it make a natural group (1: never doubled), `pack` what it is sold in
    (`pouch:#B98A55`, `tin:…`, `box:…` or empty), `ground` what it stands on.
    """

    hero: str
    props: tuple[str, ...] = ()
    palettes: tuple[str, ...] = ("honey", "linen", "sage")
    many: int = 1
    pack: str = ""
    ground: str = ""
    scale: float = 1.0
    turn: int = 0  # degrees, for renders drawn aslant
    flat: bool = True  # whether it may be shown from above


# Props that hang in the air rather than stand on the table.
AIRBORNE = {
    *("honeybee", "butterfly", "snowflake", "herb", "maple_leaf", "fallen_leaf", "bubbles"),
    *("cherry_blossom", "sparkles", "droplet", "feather", "four_leaf_clover", "lady_beetle"),
}


@dataclass(frozen=True)
class Placed:
    """A cut-out standing at `centre` (x) with its foot at `base` (y), both 0..1."""

    image: Image.Image
    centre: float
    base: float
    shadow: float = 1.0
    foot: float = 0.0  # share of the height that hangs below the base line
    layer: int = 1  # 0 lies under everything else, 2 in front


def jpeg(image: Image.Image, quality: int = QUALITY) -> bytes:
    """The picture as JPEG bytes."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def fitted(name: str, box: float, *, flip: bool = False, angle: float = 0.0) -> Image.Image:
    """A glyph whose longer side is `box` of the picture's width, lit by the studio."""
    ratio = aspect(name)
    height = box * SIZE[0] if ratio <= 1 else box * SIZE[0] / ratio
    # Heights in steps of 8 px let pictures of one product share enlarged sprites.
    height = max(16, round(height / 8) * 8)
    return furniture.lit(sprite(name, height, flip=flip, angle=round(angle)))


def _hero(look: Look, box: float, *, flip: bool = False, angle: float = 0.0) -> Image.Image:
    """The product itself, turned upright where its render is drawn aslant."""
    turn = -look.turn if flip else look.turn
    return fitted(look.hero, box * look.scale, flip=flip, angle=turn + angle)


def _ground(look: Look, palette: Palette, width: float) -> tuple[Image.Image, float] | None:
    """What the hero stands on and how far above its foot the hero's own foot is (px)."""
    px = round(width * SIZE[0])
    if look.ground == "podium":
        image = furniture.podium(px, round(px * 0.16), palette.wall_light)
        return image, px * 0.16 + px * 0.075
    if look.ground == "plate":
        image = furniture.plate(px, "#F4EFE6")
        return image, px * 0.115
    if look.ground == "board":
        image = furniture.board(px, "#C48F5A")
        return image, px * 0.13
    return None


def _compose(palette: Palette, placed: list[Placed], rng: random.Random) -> Image.Image:
    image = stage.studio(SIZE, palette, rng)
    shadows = Shadows(SIZE)
    boxes = []
    for item in sorted(placed, key=lambda one: (one.layer, one.base)):
        left = round(item.centre * SIZE[0] - item.image.width / 2)
        base = round(item.base * SIZE[1])
        top = round(base - item.image.height * (1 - item.foot))
        if item.shadow:
            shadows.standing(item.image, left, base, strength=item.shadow)
        boxes.append((item.image, left, top))
    image = shadows.lay(image)
    for cut, left, top in boxes:
        image.paste(cut, (left, top), cut)
    return stage.grain(image)


def _standing(look: Look, palette: Palette, hero: list[Placed]) -> list[Placed]:
    """The hero group, lifted onto what it stands on."""
    reach = max(abs(item.centre - 0.5) + item.image.width / SIZE[0] / 2 for item in hero)
    ground = _ground(look, palette, min(0.86, 2 * reach * 0.94))
    if ground is None:
        return hero
    image, lift = ground
    floor = max(item.base for item in hero) + 0.012
    raised = [
        replace(item, base=item.base - lift / SIZE[1] + 0.012, shadow=item.shadow * 0.5)
        for item in hero
    ]
    return [Placed(image, 0.5, floor, 1.0, layer=0), *raised]


def _props(look: Look, rng: random.Random, count: int, *, side: int = 0) -> list[Placed]:
    names = list(look.props)
    rng.shuffle(names)
    side = side or rng.choice((-1, 1))
    standing = [(0.5 + side * 0.31, 0.735), (0.5 - side * 0.33, 0.80)]
    flying = [(0.5 + side * 0.32, 0.43), (0.5 - side * 0.33, 0.34)]
    placed = []
    for name in names[:count]:
        airborne = name in AIRBORNE
        x, y = (flying if airborne else standing).pop(0)
        box = rng.uniform(0.12, 0.16) if airborne else rng.uniform(0.17, 0.22)
        tilt = rng.uniform(-24, 24) if airborne else rng.uniform(-5, 5)
        cut = fitted(name, box, flip=x > 0.5, angle=tilt)
        x += rng.uniform(-0.015, 0.015)
        placed.append(Placed(cut, x, y, 0.0 if airborne else 0.9, layer=0 if y < 0.75 else 1))
    return placed


def _single(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """One hero, two props."""
    hero = Placed(_hero(look, 0.52), 0.5, 0.785, foot=0.01)
    return [*_props(look, rng, 2), *_standing(look, palette, [hero])]


def _close(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """One hero, larger, one prop behind it."""
    cut = _hero(look, 0.62, flip=rng.random() < 0.3)
    side = rng.choice((-1, 1))
    return [
        *_props(look, rng, 1, side=side),
        Placed(cut, 0.5 - side * 0.03, 0.82, foot=0.01),
    ]


def _pair(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """A smaller one leaning at the back, a larger one before it."""
    side = rng.choice((-1, 1))
    small = _hero(look, 0.34, flip=side > 0, angle=side * 16)
    large = _hero(look, 0.45, flip=side < 0, angle=-side * 4)
    group = [
        Placed(small, 0.5 - side * 0.17, 0.755, foot=0.02),
        Placed(large, 0.5 + side * 0.1, 0.795, foot=0.02),
    ]
    return [*_props(look, rng, 1, side=side), *_standing(look, palette, group)]


def _heap(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """Several of it in a heap."""
    box = 0.3
    group = []
    rows = [(0.735, (-0.19, 0.0, 0.19)), (0.795, (-0.105, 0.105))]
    for base, offsets in rows:
        for x in offsets:
            cut = _hero(look, box, flip=rng.random() < 0.5, angle=rng.choice((-14, 0, 10)))
            group.append(Placed(cut, 0.5 + x, base + rng.uniform(-0.004, 0.004), 0.8, 0.02))
    top = _hero(look, box, angle=6)
    crown = Placed(top, 0.5, 0.6, 0.0, layer=0)
    laid = _standing(look, palette, group)
    return [crown, *laid] if look.many > 3 and not look.ground else laid


def _basket(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """A basket filled with it."""
    basket = fitted("basket", 0.5)
    box = 0.25
    placed = []
    for x, lift in ((-0.11, 0.265), (0.11, 0.27), (0.0, 0.29)):
        cut = _hero(look, box, flip=x > 0, angle=rng.choice((-12, 0, 12)))
        placed.append(Placed(cut, 0.5 + x, 0.785 - lift + 0.09, 0.0))
    front = Placed(basket, 0.5, 0.79)
    one = _hero(look, box * 0.92, angle=rng.choice((-18, 14)))
    loose = Placed(one, 0.5 + rng.choice((-0.31, 0.31)), 0.815, foot=0.02)
    return [*placed, front, loose]


def _packed(look: Look, palette: Palette, rng: random.Random) -> list[Placed]:
    """In its packaging, with one beside it."""
    kind, _, colour = look.pack.partition(":")
    px = SIZE[0]
    if kind == "pouch":
        pack = furniture.pouch(round(px * 0.5), colour, look.hero)
    elif kind == "tin":
        pack = furniture.tin(round(px * 0.42), colour, look.hero)
    else:
        pack = furniture.gift_box(round(px * 0.56), colour, look.hero)
    side = rng.choice((-1, 1))
    beside = _hero(look, 0.27, flip=side < 0)
    back = Placed(pack, 0.5 - side * 0.1, 0.765)
    return [
        back,
        Placed(beside, 0.5 + side * 0.2, 0.805, foot=0.01),
        *_props(replace(look, props=look.props[-1:]), rng, 1, side=-side),
    ]


def _flat(look: Look, palette: Palette, rng: random.Random) -> Image.Image:
    """Seen from above, laid out in rows on a cloth."""
    image = stage.top_view(SIZE, palette, rng)
    shadows = Shadows(SIZE)
    many = max(1, look.many)
    laid: list[tuple[Image.Image, int, int]] = []
    spots = (
        [(0.36, 0.36), (0.64, 0.38), (0.36, 0.65), (0.64, 0.66), (0.5, 0.51)]
        if many >= 2
        else [(0.5, 0.5)]
    )
    box = 0.27 if many >= 2 else 0.56
    for x, y in spots:
        cut = _hero(look, box, angle=rng.randrange(-20, 21, 4))
        laid.append((cut, round(x * SIZE[0]), round(y * SIZE[1])))
    corners = [(0.15, 0.17), (0.86, 0.84), (0.85, 0.15)]
    for name, (x, y) in zip(look.props, corners, strict=False):
        cut = fitted(name, 0.19, angle=rng.randrange(-40, 41, 8))
        laid.append((cut, round(x * SIZE[0]), round(y * SIZE[1])))
    boxes = [(cut, x - cut.width // 2, y - cut.height // 2) for cut, x, y in laid]
    for cut, left, top in boxes:
        shadows.lying(cut, left, top)
    image = shadows.lay(image)
    for cut, left, top in boxes:
        image.paste(cut, (left, top), cut)
    return stage.grain(image)


Layout = Callable[[Look, Palette, random.Random], list[Placed]]


def layouts(look: Look) -> list[str]:
    """Names of the layouts that suit a product, best first."""
    names = ["pair", "single"] if look.many > 1 else ["single", "close"]
    if look.pack:
        names.insert(1, "packed")
    if look.many >= 3:
        names += ["basket"] if look.many >= 4 else []
        names += ["heap"]
    if look.many > 1:
        names += ["flat", "close"] if look.flat else ["close"]
    elif look.flat:
        names.append("flat")
    return names


_LAYOUTS: dict[str, Layout] = {
    "single": _single,
    "close": _close,
    "pair": _pair,
    "heap": _heap,
    "basket": _basket,
    "packed": _packed,
}


def product_picture(look: Look, variant: int, seed: str) -> Image.Image:
    """Picture number `variant` (0 is the cover) of a product, 1200 × 1200 RGB."""
    rng = dice(f"{seed}/{variant}")
    names = layouts(look)
    name = names[variant % len(names)]
    palette = PALETTES[look.palettes[variant % len(look.palettes)]]
    if name == "flat":
        return _flat(look, palette, rng)
    return _compose(palette, _LAYOUTS[name](look, palette, rng), rng)
