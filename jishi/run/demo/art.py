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

COVER, DETAIL = 1280, 720  # sides of a product's first picture and of the others, px
QUALITY = 82
HORIZON = 0.69  # where wall and table meet in a square picture


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


@dataclass(frozen=True)
class Easel:
    """One picture under way: what of, in which colours, with which luck, how large (px).

    Layouts are square; a taller picture shows more wall above and more table below.
    """

    look: Look
    palette: Palette
    rng: random.Random
    side: int
    height: int

    @property
    def pad(self) -> int:
        """Where the square begins in a tall picture: above the middle, out of the caption's way."""
        return round((self.height - self.side) * 0.36)

    def fitted(
        self, name: str, box: float, *, flip: bool = False, angle: float = 0.0
    ) -> Image.Image:
        """A glyph whose longer side is `box` of the picture's width, lit by the studio."""
        ratio = aspect(name)
        height = box * self.side if ratio <= 1 else box * self.side / ratio
        # Heights in steps of 8 px let pictures of one product share enlarged sprites.
        height = max(16, round(height / 8) * 8)
        return furniture.lit(sprite(name, height, flip=flip, angle=round(angle)))

    def hero(self, box: float, *, flip: bool = False, angle: float = 0.0) -> Image.Image:
        """The product itself, turned upright where its render is drawn aslant."""
        turn = -self.look.turn if flip else self.look.turn
        box *= self.look.scale
        return self.fitted(self.look.hero, box, flip=flip, angle=turn + angle)

    def stand(self, width: float) -> tuple[Image.Image, float] | None:
        """What the hero stands on and how far above its foot the hero's own foot is (px)."""
        px = round(width * self.side)
        if self.look.ground == "podium":
            image = furniture.podium(px, round(px * 0.16), self.palette.wall_light)
            return image, px * 0.16 + px * 0.075
        if self.look.ground == "plate":
            return furniture.plate(px, "#F4EFE6"), px * 0.115
        if self.look.ground == "board":
            return furniture.board(px, "#C48F5A"), px * 0.13
        return None

    def standing(self, hero: list[Placed]) -> list[Placed]:
        """The hero group, lifted onto what it stands on."""
        reach = max(abs(one.centre - 0.5) + one.image.width / self.side / 2 for one in hero)
        ground = self.stand(min(0.86, 2 * reach * 0.94))
        if ground is None:
            return hero
        image, lift = ground
        floor = max(item.base for item in hero) + 0.012
        raised = [
            replace(item, base=item.base - lift / self.side + 0.012, shadow=item.shadow * 0.5)
            for item in hero
        ]
        return [Placed(image, 0.5, floor, 1.0, layer=0), *raised]

    def props(self, count: int, *, side: int = 0, names: tuple[str, ...] = ()) -> list[Placed]:
        """Up to `count` props beside the hero; the first on `side` (-1 left, 1 right)."""
        chosen = list(names or self.look.props)
        self.rng.shuffle(chosen)
        side = side or self.rng.choice((-1, 1))
        standing = [(0.5 + side * 0.31, 0.735), (0.5 - side * 0.33, 0.80)]
        flying = [(0.5 + side * 0.32, 0.43), (0.5 - side * 0.33, 0.34)]
        placed = []
        for name in chosen[:count]:
            airborne = name in AIRBORNE
            x, y = (flying if airborne else standing).pop(0)
            box = self.rng.uniform(0.12, 0.16) if airborne else self.rng.uniform(0.17, 0.22)
            tilt = self.rng.uniform(-24, 24) if airborne else self.rng.uniform(-5, 5)
            cut = self.fitted(name, box, flip=x > 0.5, angle=tilt)
            x += self.rng.uniform(-0.015, 0.015)
            layer = 0 if y < 0.75 else 1
            placed.append(Placed(cut, x, y, 0.0 if airborne else 0.9, layer=layer))
        return placed

    def compose(self, placed: list[Placed]) -> Image.Image:
        """Everything on the table, with its shadows."""
        size = (self.side, self.height)
        horizon = (HORIZON * self.side + self.pad) / self.height
        image = stage.studio(size, self.palette, self.rng, horizon=horizon)
        shadows = Shadows(size)
        boxes = []
        for item in sorted(placed, key=lambda one: (one.layer, one.base)):
            left = round(item.centre * self.side - item.image.width / 2)
            base = round(item.base * self.side) + self.pad
            top = round(base - item.image.height * (1 - item.foot))
            if item.shadow:
                shadows.standing(item.image, left, base, strength=item.shadow)
            boxes.append((item.image, left, top))
        return _pasted(shadows.lay(image), boxes)


def _pasted(image: Image.Image, boxes: list[tuple[Image.Image, int, int]]) -> Image.Image:
    for cut, left, top in boxes:
        image.paste(cut, (left, top), cut)
    return stage.grain(image)


def _single(easel: Easel) -> list[Placed]:
    """One hero, two props."""
    hero = Placed(easel.hero(0.52), 0.5, 0.785, foot=0.01)
    return [*easel.props(2), *easel.standing([hero])]


def _close(easel: Easel) -> list[Placed]:
    """One hero, larger, one prop behind it."""
    cut = easel.hero(0.62, flip=easel.rng.random() < 0.3)
    side = easel.rng.choice((-1, 1))
    return [*easel.props(1, side=side), Placed(cut, 0.5 - side * 0.03, 0.82, foot=0.01)]


def _pair(easel: Easel) -> list[Placed]:
    """A smaller one leaning at the back, a larger one before it."""
    side = easel.rng.choice((-1, 1))
    small = easel.hero(0.34, flip=side > 0, angle=side * 16)
    large = easel.hero(0.45, flip=side < 0, angle=-side * 4)
    group = [
        Placed(small, 0.5 - side * 0.17, 0.755, foot=0.02),
        Placed(large, 0.5 + side * 0.1, 0.795, foot=0.02),
    ]
    return [*easel.props(1, side=side), *easel.standing(group)]


def _heap(easel: Easel) -> list[Placed]:
    """Several of it in a heap."""
    rng, group = easel.rng, []
    for base, offsets in ((0.735, (-0.19, 0.0, 0.19)), (0.795, (-0.105, 0.105))):
        for x in offsets:
            cut = easel.hero(0.3, flip=rng.random() < 0.5, angle=rng.choice((-14, 0, 10)))
            group.append(Placed(cut, 0.5 + x, base + rng.uniform(-0.004, 0.004), 0.8, 0.02))
    laid = easel.standing(group)
    if easel.look.many <= 3 or easel.look.ground:
        return laid
    return [Placed(easel.hero(0.3, angle=6), 0.5, 0.6, 0.0, layer=0), *laid]


def _basket(easel: Easel) -> list[Placed]:
    """A basket filled with it."""
    placed = []
    for x, lift in ((-0.11, 0.265), (0.11, 0.27), (0.0, 0.29)):
        cut = easel.hero(0.25, flip=x > 0, angle=easel.rng.choice((-12, 0, 12)))
        placed.append(Placed(cut, 0.5 + x, 0.785 - lift + 0.09, 0.0))
    front = Placed(easel.fitted("basket", 0.5), 0.5, 0.79)
    one = easel.hero(0.23, angle=easel.rng.choice((-18, 14)))
    loose = Placed(one, 0.5 + easel.rng.choice((-0.31, 0.31)), 0.815, foot=0.02)
    return [*placed, front, loose]


def _packed(easel: Easel) -> list[Placed]:
    """In its packaging, with one beside it."""
    kind, _, colour = easel.look.pack.partition(":")
    if kind == "pouch":
        pack = furniture.pouch(round(easel.side * 0.5), colour, easel.look.hero)
    elif kind == "tin":
        pack = furniture.tin(round(easel.side * 0.42), colour, easel.look.hero)
    else:
        pack = furniture.gift_box(round(easel.side * 0.56), colour, easel.look.hero)
    side = easel.rng.choice((-1, 1))
    return [
        Placed(pack, 0.5 - side * 0.1, 0.765),
        Placed(easel.hero(0.27, flip=side < 0), 0.5 + side * 0.2, 0.805, foot=0.01),
        *easel.props(1, side=-side, names=easel.look.props[-1:]),
    ]


def _flat(easel: Easel) -> Image.Image:
    """Seen from above, laid out on a cloth."""
    side, rng, look = easel.side, easel.rng, easel.look
    size = (side, easel.height)
    image = stage.top_view(size, easel.palette, rng)
    shadows = Shadows(size)
    several = look.many >= 2
    spots = [(0.36, 0.36), (0.64, 0.38), (0.36, 0.65), (0.64, 0.66), (0.5, 0.51)]
    laid = []
    for x, y in spots if several else [(0.5, 0.5)]:
        cut = easel.hero(0.27 if several else 0.56, angle=rng.randrange(-20, 21, 4))
        laid.append((cut, x, y))
    for name, (x, y) in zip(look.props, ((0.15, 0.17), (0.86, 0.84)), strict=False):
        laid.append((easel.fitted(name, 0.19, angle=rng.randrange(-40, 41, 8)), x, y))
    boxes = [
        (cut, round(x * side) - cut.width // 2, round(y * side) - cut.height // 2 + easel.pad)
        for cut, x, y in laid
    ]
    for cut, left, top in boxes:
        shadows.lying(cut, left, top, lift=round(side / 75))
    return _pasted(shadows.lay(image), boxes)


_LAYOUTS: dict[str, Callable[[Easel], list[Placed]]] = {
    "single": _single,
    "close": _close,
    "pair": _pair,
    "heap": _heap,
    "basket": _basket,
    "packed": _packed,
}


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


def product_picture(
    look: Look, variant: int, seed: str, side: int = COVER, height: int = 0
) -> Image.Image:
    """Picture number `variant` (0 is the cover) of a product, RGB; square without a `height`."""
    rng = dice(f"{seed}/{variant}")
    names = layouts(look)
    name = names[variant % len(names)]
    palette = PALETTES[look.palettes[variant % len(look.palettes)]]
    easel = Easel(look, palette, rng, side, height or side)
    return _flat(easel) if name == "flat" else easel.compose(_LAYOUTS[name](easel))
