"""Give coupons back to a buyer whose order was refunded in full."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions.move_claims import move_claims
from jishi.trade.promotions.events import CouponReturned
from jishi.trade.promotions.models import CouponClaim
from jishi.trade.promotions.types import ClaimStatus


def return_coupons(
    *, actor: Actor, reference: str, shop_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Those used under `reference` that are still good: all, or the ones of one shop.

    What has expired meanwhile stays used. Gives the claims that can be used again.
    """
    require_transaction()
    rows = CouponClaim.objects.filter(reference=reference, use_until__gt=clock.now())
    if shop_id is not None:
        rows = rows.filter(Q(coupon__shop_id=shop_id))
    moved = move_claims(rows, ClaimStatus.USED, ClaimStatus.HELD)
    for claim in moved:
        record(
            CouponReturned(coupon_id=claim.coupon_id, claim_id=claim.id, person_id=claim.person_id)
        )
    return tuple(claim.id for claim in moved)
