"""Showcases: the goods that a person or a shop puts forward."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jishi.trade.catalog.types.products import ProductCard


class ShowcaseKind(StrEnum):
    """Whose showcase it is."""

    PERSON = "person"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class ShowcaseOwner:
    """A person (a creator) or a shop."""

    kind: ShowcaseKind
    id: UUID


@dataclass(frozen=True, slots=True)
class ShowcaseItem:
    """A product in a showcase, pinned ones first; hidden ones are seen by its owner only."""

    product: ProductCard
    is_pinned: bool
    is_hidden: bool
