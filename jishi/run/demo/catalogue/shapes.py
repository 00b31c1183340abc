"""Shapes of the demo's content; every text in both languages of the market."""

from __future__ import annotations

from dataclasses import dataclass, field

from jishi.run.demo.art import Look
from jishi.run.demo.motion import Clip


@dataclass(frozen=True)
class Text:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def __call__(self, language: str) -> str:
        """The text in `zh-Hans` or `en`."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Sku:
    """One choice of a product. Prices in fen; `was` is the crossed-out price; `dye` its picture's
    colour where choices differ by colour."""

    options: tuple[Text, ...]
    price: int
    was: int | None = None
    stock: int = 100
    dye: str = ""


@dataclass(frozen=True)
class Product:
    """A product of a shop. `facts` are label and value, shown under the description."""

    key: str
    shop: str
    title: Text
    about: Text
    category: str
    look: Look
    option_names: tuple[Text, ...]
    skus: tuple[Sku, ...]
    promises: tuple[str, ...] = ("return_7d", "dispatch_48h")
    facts: tuple[tuple[Text, Text], ...] = ()
    pictures: int = 3


@dataclass(frozen=True)
class Details:
    """What a product says of itself. `ships_in`: a presale, days from today."""

    kind: str
    says: dict[str, str | int]
    weight: int
    limit: int | None = None
    limit_in: str = "week"
    ships_in: int | None = None
    pickup: bool = False


@dataclass(frozen=True)
class Chart:
    """A size chart; note below it."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text


@dataclass(frozen=True)
class Part:
    """A part of the detail: words or a table."""

    heading: Text
    text: Text | None = None
    rows: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody with an account. `glyph` and `tint` make the avatar."""

    key: str
    name: Text
    bio: Text
    glyph: str
    tint: int
    city: Text
    role: str = "buyer"  # owner, creator or buyer


@dataclass(frozen=True)
class Shop:
    """A shop of one owner (a person's key)."""

    key: str
    owner: str
    name: Text
    region: Text
    about: Text
    emblem: str
    tint: int
    phone: str


@dataclass(frozen=True)
class Remark:
    """A comment by a person (key), with answers below it."""

    by: str
    text: Text
    replies: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Post:
    """A video (with `clip`) or an article (with `pictures`), and what is said below it.

    A picture is `honey:3` (picture 3 of that product) or a clip, of which it shows a still.
    `hours_ago` is its age; `liked` the share of the people who like it, in percent.
    """

    key: str
    by: str
    title: Text
    body: Text
    topics: tuple[Text, ...]
    products: tuple[str, ...] = ()
    clip: Clip | None = None
    pictures: tuple[str | Clip, ...] = ()
    hours_ago: int = 24
    liked: int = 50
    remarks: tuple[Remark, ...] = field(default=())
