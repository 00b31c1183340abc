"""Use up what a checkout had locked: it is paid."""

from __future__ import annotations

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._groups import pay_place
from jishi.trade.promotions.actions.move_claims import move_claims
from jishi.trade.promotions.events import CouponUsed
from jishi.trade.promotions.models import CouponClaim, FlashTake
from jishi.trade.promotions.types import ClaimStatus


def commit_promotions(*, actor: Actor, reference: str) -> None:
    """Coupons are used, flash goods sold, a place in a group is paid; a second time nothing.

    Raises GroupClosed when the group ended before the money came.
    """
    require_transaction()
    rows = CouponClaim.objects.filter(reference=reference)
    for claim in move_claims(rows, ClaimStatus.LOCKED, ClaimStatus.USED):
        record(
            CouponUsed(
                coupon_id=claim.coupon_id,
                claim_id=claim.id,
                person_id=claim.person_id,
                reference=reference,
                discount_minor=claim.discount_minor,
            )
        )
    FlashTake.objects.filter(reference=reference, state="held").update(state="sold")
    pay_place(reference)
