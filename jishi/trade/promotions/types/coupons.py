"""Coupons and who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.trade.promotions.types.quotes import Funder


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class CouponKind(StrEnum):
    """How a coupon reckons what it takes off."""

    CONDITIONAL = "conditional"
    SPEND_MINUS = "spend_minus"
    FLAT = "flat"
    PERCENT = "percent"

    @property
    def label(self) -> str:
        """Its meaning in English: a message to translate."""
        return _KINDS[self]


_KINDS = {
    CouponKind.CONDITIONAL: _("Once, from a sum on"),
    CouponKind.SPEND_MINUS: _("For every full sum"),
    CouponKind.FLAT: _("Without condition"),
    CouponKind.PERCENT: _("Percent, up to a limit"),
}


class CouponScope(StrEnum):
    """What goods a coupon is for."""

    ALL = "all"
    CATEGORY = "category"
    PRODUCTS = "products"

    @property
    def label(self) -> str:
        """Its meaning in English: a message to translate."""
        return _SCOPES[self]


_SCOPES = {
    CouponScope.ALL: _("All goods"),
    CouponScope.CATEGORY: _("One department"),
    CouponScope.PRODUCTS: _("Some products"),
}


class CouponStatus(StrEnum):
    """Whether a coupon is given out; what people hold stays good when it is stopped."""

    LIVE = "live"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _STATUSES[self]


_STATUSES = {CouponStatus.LIVE: _("Running"), CouponStatus.STOPPED: _("Stopped")}


class ClaimStatus(StrEnum):
    """What became of a coupon in somebody's hand."""

    HELD = "held"
    LOCKED = "locked"
    USED = "used"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """Its name in English: a message to translate."""
        return _CLAIMS[self]


_CLAIMS = {
    ClaimStatus.HELD: _("Ready to use"),
    ClaimStatus.LOCKED: _("In an order that is not paid"),
    ClaimStatus.USED: _("Used"),
    ClaimStatus.EXPIRED: _("Expired"),
}


@dataclass(frozen=True, slots=True)
class CouponInput:
    """A coupon as its maker enters it.

    `amount_minor` from `threshold_minor` on (conditional), for every full `threshold_minor`
    (spend_minus) or without (flat); `rate_ppm` of the goods (percent). What it may take off in
    all is at most `cap_minor`, which spend_minus and percent must have.
    """

    title: str
    kind: CouponKind
    quantity: int
    claim_from: datetime
    claim_until: datetime
    use_from: datetime
    use_until: datetime
    amount_minor: int = 0
    threshold_minor: int = 0
    rate_ppm: int = 0
    cap_minor: int | None = None
    per_person: int = 1
    scope: CouponScope = CouponScope.ALL
    categories: tuple[str, ...] = ()
    product_ids: tuple[UUID, ...] = ()
    budget_minor: int | None = None


@dataclass(frozen=True, slots=True)
class CouponView:
    """A coupon with its conditions and what came of it.

    `gmv_minor` is what buyers paid for goods with it, `cost_minor` what it took off them.
    """

    id: UUID
    funder: Funder
    shop_id: UUID | None
    shop_name: str
    title: str
    kind: CouponKind
    amount_minor: int
    threshold_minor: int
    rate_ppm: int
    cap_minor: int | None
    scope: CouponScope
    categories: tuple[str, ...]
    product_ids: tuple[UUID, ...]
    quantity: int
    per_person: int
    budget_minor: int | None
    claim_from: datetime
    claim_until: datetime
    use_from: datetime
    use_until: datetime
    status: CouponStatus
    claimed_count: int
    used_count: int
    gmv_minor: int
    cost_minor: int
    own_count: int = 0  # how many the viewer has taken

    @property
    def most_minor(self) -> int:
        """The most that one of them can take off."""
        return self.cap_minor if self.cap_minor is not None else self.amount_minor

    @property
    def left(self) -> int:
        """How many can still be taken, by number and by budget."""
        bound = self.quantity
        if self.budget_minor is not None:
            bound = min(bound, self.budget_minor // max(1, self.most_minor))
        return max(0, bound - self.claimed_count)

    @property
    def may_take(self) -> bool:
        """Whether the viewer may take another, as far as counts say."""
        return self.left > 0 and self.own_count < self.per_person


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A coupon in somebody's hand."""

    id: UUID
    coupon: CouponView
    person_id: UUID
    status: ClaimStatus
    claimed_at: datetime
    use_until: datetime
    discount_minor: int
    reference: str
