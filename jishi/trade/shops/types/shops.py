"""Shops as anybody sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SHOP_SCOPE = "shop"  # scope_kind of memberships


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class ShopStatus(StrEnum):
    """Where a shop stands with the market."""

    APPLIED = "applied"
    OPEN = "open"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    ShopStatus.APPLIED: _("Waiting for admission"),
    ShopStatus.OPEN: _("Open"),
    ShopStatus.REJECTED: _("Not admitted"),
    ShopStatus.SUSPENDED: _("Suspended"),
    ShopStatus.CLOSED: _("Closed"),
}


@dataclass(frozen=True, slots=True)
class ShopCard:
    """A shop as anybody may see it.

    `score` (hundredths, 0 to 500) is None while the shop is too new to say; `brands` are those it
    has proved to own or to be let sell; `decision_note` is the operator's last word to the owner.
    """

    id: UUID
    name: str
    status: ShopStatus
    logo_key: str
    region: str
    about: str
    owner_id: UUID
    applied_at: datetime
    opened_at: datetime | None
    score: int | None = None
    decision_note: str = ""
    brands: tuple[str, ...] = ()

    @property
    def score_shown(self) -> str:
        """The score as people read it; empty while the shop is too new to say."""
        return "" if self.score is None else f"{self.score / 100:.2f}"

    @property
    def is_open(self) -> bool:
        """Whether it may sell."""
        return self.status is ShopStatus.OPEN
