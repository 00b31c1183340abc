"""What crosses the door of search."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What can be found."""

    PRODUCT = "product"
    POST = "post"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Ids of what was found, best first."""

    products: tuple[UUID, ...] = ()
    posts: tuple[UUID, ...] = ()
    shops: tuple[UUID, ...] = ()

    @property
    def count(self) -> int:
        """How many altogether."""
        return len(self.products) + len(self.posts) + len(self.shops)
