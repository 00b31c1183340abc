"""Take a coupon."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.errors import CouponGone, CouponTaken
from jishi.trade.promotions.events import CouponClaimed
from jishi.trade.promotions.models import Coupon, CouponClaim
from jishi.trade.promotions.queries import get_coupon
from jishi.trade.promotions.types import CouponStatus, CouponView


def claim_coupon(*, actor: Actor, coupon_id: UUID) -> CouponView:
    """One more of it in the actor's hand, as far as number, budget and time allow.

    Raises NotSignedIn, NotFound, CouponTaken, CouponGone.
    """
    require_transaction()
    person_id, now = actor.require_person(), clock.now()
    row = Coupon.objects.filter(id=coupon_id).first()
    if row is None:
        raise NotFound()
    most = row.cap_minor if row.cap_minor is not None else row.amount_minor
    fits = Q(budget_minor=None) | Q(budget_minor__gte=(F("claimed_count") + 1) * most)
    # The guarded statement is the lock: whoever claims the same coupon waits here.
    moved = Coupon.objects.filter(
        fits,
        id=coupon_id,
        status=CouponStatus.LIVE,
        claim_from__lte=now,
        claim_until__gt=now,
        claimed_count__lt=F("quantity"),
    ).update(claimed_count=F("claimed_count") + 1)
    own = CouponClaim.objects.filter(coupon_id=coupon_id, person_id=person_id).count()
    if own >= row.per_person:
        raise CouponTaken()
    if not moved:
        raise CouponGone()
    claim = CouponClaim.objects.create(
        coupon_id=coupon_id, person_id=person_id, use_until=row.use_until, claimed_at=now
    )
    record(CouponClaimed(coupon_id=coupon_id, claim_id=claim.id, person_id=person_id))
    return get_coupon(coupon_id)
