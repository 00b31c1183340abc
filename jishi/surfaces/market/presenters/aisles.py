"""Aisles of the mall: categories with their picture and their name in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from jishi.surfaces.market.figures import is_chinese
from jishi.trade.catalog.queries import list_categories

# Category -> a picture of frontend/emoji.json.
_PICTURES = {
    "fruit": "fruit",
    "food": "kitchen",
    "tea": "tea",
    "honey": "honey",
    "vegetables": "vegetables",
    "clothing": "wear",
    "pottery": "craft",
    "outdoors": "outdoor",
    "plants": "plants",
    "gifts": "gifts",
    "home": "lamp",
    "books": "books",
}


@dataclass(frozen=True, slots=True)
class Aisle:
    """One category as the mall shows it."""

    slug: str
    name: str
    picture: str
    count: int


def list_aisles() -> list[Aisle]:
    """All aisles that have something in them."""
    chinese = is_chinese()
    return [
        Aisle(
            slug=c.slug,
            name=c.name_zh if chinese else c.name_en,
            picture=_PICTURES.get(c.slug, "goods"),
            count=c.count,
        )
        for c in list_categories()
        if c.count
    ]
