"""What crosses the doors of promotions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Funder(StrEnum):
    """Who pays for what is taken off a price."""

    SHOP = "shop"
    PLATFORM = "platform"
    CREATOR = "creator"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What one promotion takes off a line, in words, and at whose cost."""

    kind: str
    promotion_id: UUID | None
    title: str
    amount_minor: int
    funder: Funder
