"""End a coupon in somebody's hand whose time is over."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions.move_claims import move_claims
from jishi.trade.promotions.models import CouponClaim
from jishi.trade.promotions.types import ClaimStatus


def expire_claim(*, actor: Actor, claim_id: UUID) -> bool:
    """It cannot be used any more; False when it was used or has time left."""
    require_transaction()
    rows = CouponClaim.objects.filter(id=claim_id, use_until__lte=clock.now())
    return bool(move_claims(rows, ClaimStatus.HELD, ClaimStatus.EXPIRED))
