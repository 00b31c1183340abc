"""Timers of coupons and groups, by the market clock."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.promotions.actions.expire_claim import expire_claim
from jishi.trade.promotions.actions.fail_group import fail_group
from jishi.trade.promotions.models import CouponClaim, Group
from jishi.trade.promotions.types import ClaimStatus, GroupStatus


def find_expired(limit: int) -> list[UUID]:
    """Coupons in people's hands whose time is over."""
    rows = CouponClaim.objects.filter(status=ClaimStatus.HELD, use_until__lte=clock.now())
    return list(rows.order_by("use_until", "id").values_list("id", flat=True)[:limit])


def expire(claim_id: UUID) -> None:
    """End one of them."""
    expire_claim(actor=SYSTEM, claim_id=claim_id)


def find_incomplete(limit: int) -> list[UUID]:
    """Groups that were not complete in time."""
    rows = Group.objects.filter(status=GroupStatus.OPEN, deadline__lte=clock.now())
    return list(rows.order_by("deadline", "id").values_list("id", flat=True)[:limit])


def give_up(group_id: UUID) -> None:
    """End one of them."""
    fail_group(actor=SYSTEM, group_id=group_id)


register_timer("promotions.claims", find_expired, expire)
register_timer("promotions.groups", find_incomplete, give_up)
