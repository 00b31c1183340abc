"""Facts about promotions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CouponMade(Event):
    """A shop or the market (then without a shop) gives out a coupon."""

    NAME: ClassVar[str] = "promotions.coupon_made"
    coupon_id: UUID
    shop_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CouponClaimed(Event):
    """Somebody took a coupon."""

    NAME: ClassVar[str] = "promotions.coupon_claimed"
    coupon_id: UUID
    claim_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class CouponUsed(Event):
    """An order was paid with a coupon, which took `discount_minor` off it."""

    NAME: ClassVar[str] = "promotions.coupon_used"
    coupon_id: UUID
    claim_id: UUID
    person_id: UUID
    reference: str
    discount_minor: int


@dataclass(frozen=True, kw_only=True)
class CouponReturned(Event):
    """An order was refunded in full: its coupon can be used again."""

    NAME: ClassVar[str] = "promotions.coupon_returned"
    coupon_id: UUID
    claim_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class FlashSaleMade(Event):
    """A shop will sell some goods at a price for a while."""

    NAME: ClassVar[str] = "promotions.flash_sale_made"
    sale_id: UUID
    shop_id: UUID


@dataclass(frozen=True, kw_only=True)
class GroupFormed(Event):
    """Enough people paid: their orders go on. `references` are their checkouts."""

    NAME: ClassVar[str] = "promotions.group_formed"
    group_id: UUID
    shop_id: UUID
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GroupFailed(Event):
    """Too few people paid in time: everybody gets the money back."""

    NAME: ClassVar[str] = "promotions.group_failed"
    group_id: UUID
    shop_id: UUID
    references: tuple[str, ...]
