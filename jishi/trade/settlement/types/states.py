"""In what states settlements and shares are, and why somebody has a part."""

from __future__ import annotations

from enum import StrEnum


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class SettlementStatus(StrEnum):
    """Where the money of an order is."""

    HELD = "held"
    SETTLED = "settled"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    SettlementStatus.HELD: _("Held in escrow"),
    SettlementStatus.SETTLED: _("Settled"),
    SettlementStatus.CANCELLED: _("Given back"),
}


class ShareStatus(StrEnum):
    """Where somebody's share of an order is."""

    PENDING = "pending"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _SHARE_LABELS[self]


_SHARE_LABELS = {
    ShareStatus.PENDING: _("Waits for settlement"),
    ShareStatus.SETTLED: _("Settled"),
    ShareStatus.CANCELLED: _("Given back"),
    ShareStatus.TAKEN_BACK: _("Reclaimed after settlement"),
}


class ShareRole(StrEnum):
    """Why somebody besides shop and market has a share of a line."""

    CREATOR = "creator"
    RECRUITMENT_HEAD = "recruitment_head"
    AGENCY = "agency"
    SHARER = "sharer"
    SUPPLIER = "supplier"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    ShareRole.CREATOR: _("The creator"),
    ShareRole.RECRUITMENT_HEAD: _("Recruitment head"),
    ShareRole.AGENCY: _("Agency"),
    ShareRole.SHARER: _("Sharer"),
    ShareRole.SUPPLIER: _("Supplier"),
}


class PartRole(StrEnum):
    """Why somebody has a part of an order's money; shares bring roles of their own besides."""

    SHOP = "shop"
    PLATFORM = "platform"
    BUYER = "buyer"
    SUBSIDY = "subsidy"
