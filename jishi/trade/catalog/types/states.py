"""The states of listings and edits, promises, orders of a shelf."""

from __future__ import annotations

from enum import StrEnum


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class ListingStatus(StrEnum):
    """Whether a product is on the shelf."""

    DRAFT = "draft"
    LISTED = "listed"
    DELISTED = "delisted"
    HELD = "held"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _LISTING_LABELS[self]


_LISTING_LABELS = {
    ListingStatus.DRAFT: _("Draft"),
    ListingStatus.LISTED: _("Listed"),
    ListingStatus.DELISTED: _("Taken off the shelf"),
    ListingStatus.HELD: _("Held by the market"),
    ListingStatus.DELETED: _("Deleted"),
}


class EditStatus(StrEnum):
    """Whether a product's newest words and pictures were looked at."""

    EDITING = "editing"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    PASSED = "passed"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _EDIT_LABELS[self]


_EDIT_LABELS = {
    EditStatus.EDITING: _("Being edited"),
    EditStatus.IN_REVIEW: _("In review"),
    EditStatus.REJECTED: _("Sent back"),
    EditStatus.PASSED: _("Passed"),
}


class Promise(StrEnum):
    """What a shop promises with a product; machines keep it to its word."""

    RETURN_7D = "return_7d"
    DISPATCH_24H = "dispatch_24h"
    DISPATCH_48H = "dispatch_48h"
    DISPATCH_72H = "dispatch_72h"
    DAMAGE_COVER = "damage_cover"
    AUTHENTIC_X3 = "authentic_x3"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _PROMISES[self][0]

    @property
    def meaning(self) -> str:
        """What it means for the buyer, in English: a message to translate."""
        return _PROMISES[self][1]

    @property
    def dispatch_hours(self) -> int | None:
        """Hours to hand the parcel over, for a promise about that."""
        return {"dispatch_24h": 24, "dispatch_48h": 48, "dispatch_72h": 72}.get(self.value)


_PROMISES = {
    Promise.RETURN_7D: (_("7-day return"), _("Change your mind within 7 days; you post it back")),
    Promise.DISPATCH_24H: (_("Ships in 24 h"), _("Late? Cancel at once, full refund")),
    Promise.DISPATCH_48H: (_("Ships in 48 h"), _("Late? Cancel at once, full refund")),
    Promise.DISPATCH_72H: (_("Ships in 72 h"), _("Late? Cancel at once, full refund")),
    Promise.DAMAGE_COVER: (
        _("Damaged? Refunded"),
        _("Send a photo within 24 h of delivery"),
    ),
    Promise.AUTHENTIC_X3: (_("Genuine or ×3"), _("Not genuine? Three times the price back")),
}


class ProductOrder(StrEnum):
    """In what order a shelf stands."""

    POPULAR = "popular"
    NEW = "new"
    PRICE = "price"


class LimitPeriod(StrEnum):
    """In how long a time a purchase limit counts; calendar periods of the market's time zone."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return {"day": _("a day"), "week": _("a week"), "month": _("a month")}[self.value]
