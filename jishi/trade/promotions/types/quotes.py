"""Prices of lines that explain themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class Funder(StrEnum):
    """Who pays for what is taken off a price."""

    SHOP = "shop"
    PLATFORM = "platform"
    CREATOR = "creator"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _FUNDERS[self]


_FUNDERS = {
    Funder.SHOP: _("the shop pays"),
    Funder.PLATFORM: _("the market pays"),
    Funder.CREATOR: _("the creator pays"),
}


class Kind(StrEnum):
    """What takes something off a price."""

    MEMBER = "member"
    FLASH = "flash"
    GROUP = "group"
    BUNDLE = "bundle"
    SHOP_COUPON = "shop_coupon"
    PLATFORM_COUPON = "platform_coupon"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _KINDS[self]


_KINDS = {
    Kind.MEMBER: _("Member price"),
    Kind.FLASH: _("Flash price"),
    Kind.GROUP: _("Group price"),
    Kind.BUNDLE: _("Bundle"),
    Kind.SHOP_COUPON: _("Shop coupon"),
    Kind.PLATFORM_COUPON: _("Market coupon"),
}


class WhyNot(StrEnum):
    """Why a coupon that somebody holds takes nothing off."""

    OUT_OF_SCOPE = "out_of_scope"
    BELOW_THRESHOLD = "below_threshold"
    NOT_COMBINABLE = "not_combinable"

    @property
    def label(self) -> str:
        """The reason in English: a message to translate."""
        return _WHY_NOT[self]


_WHY_NOT = {
    WhyNot.OUT_OF_SCOPE: _("Not for these goods"),
    WhyNot.BELOW_THRESHOLD: _("Not enough in the basket yet"),
    WhyNot.NOT_COMBINABLE: _("Does not combine with a group price"),
}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What one promotion takes off a line, in words, and at whose cost."""

    kind: str
    promotion_id: UUID | None
    title: str
    amount_minor: int
    funder: Funder

    @property
    def label(self) -> str:
        """Its kind in English: a message to translate."""
        return Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """So many of a SKU at the price that its shop asks of everybody."""

    sku_id: UUID
    product_id: UUID
    shop_id: UUID
    category: str
    quantity: int
    price_minor: int

    @property
    def total_minor(self) -> int:
        """Its gross."""
        return self.price_minor * self.quantity


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with all that is taken off it, in the order in which it was."""

    line: QuoteLine
    adjustments: tuple[Adjustment, ...]

    @property
    def shop_discount_minor(self) -> int:
        """What is not the market's cost."""
        return sum(a.amount_minor for a in self.adjustments if a.funder is not Funder.PLATFORM)

    @property
    def platform_discount_minor(self) -> int:
        """What the market pays."""
        return sum(a.amount_minor for a in self.adjustments if a.funder is Funder.PLATFORM)

    @property
    def payable_minor(self) -> int:
        """What the buyer pays for it."""
        return self.line.total_minor - sum(a.amount_minor for a in self.adjustments)


@dataclass(frozen=True, slots=True)
class CouponOption:
    """A coupon that the buyer holds, beside a quote: what it takes off, or why nothing.

    `discount_minor` is what it takes off here and now, or would if it were chosen instead;
    `missing_minor` is how much more must be in the basket.
    """

    claim_id: UUID
    coupon_id: UUID
    title: str
    shop_id: UUID | None  # None for a coupon of the market
    discount_minor: int
    is_used: bool
    why_not: WhyNot | None = None
    missing_minor: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """What lines cost a buyer, and why."""

    lines: tuple[QuotedLine, ...]
    coupons: tuple[CouponOption, ...]

    @property
    def total_minor(self) -> int:
        """The gross of all lines."""
        return sum(line.line.total_minor for line in self.lines)

    @property
    def payable_minor(self) -> int:
        """What the buyer pays for all lines."""
        return sum(line.payable_minor for line in self.lines)

    @property
    def used(self) -> tuple[UUID, ...]:
        """The claims of the coupons that are used."""
        return tuple(option.claim_id for option in self.coupons if option.is_used)
