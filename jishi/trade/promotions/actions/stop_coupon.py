"""Give out no more of a coupon."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._input import check_maker
from jishi.trade.promotions.models import Coupon
from jishi.trade.promotions.queries import get_coupon
from jishi.trade.promotions.rules import COUPON
from jishi.trade.promotions.types import CouponStatus, CouponView


def stop_coupon(*, actor: Actor, coupon_id: UUID) -> CouponView:
    """Nobody can take it any more; what people hold stays good.

    Raises NotFound, NotAllowed, TransitionRefused when it is stopped already.
    """
    require_transaction()
    row = Coupon.objects.select_for_update().filter(id=coupon_id).first()
    if row is None:
        raise NotFound()
    check_maker(actor, None if actor.is_operator else row.shop_id)
    COUPON.check(row.status, CouponStatus.STOPPED, "operator" if actor.is_operator else "merchant")
    Coupon.objects.filter(id=coupon_id).update(status=CouponStatus.STOPPED)
    audit(actor=actor, action="stop_coupon", subject_kind="coupon", subject_id=coupon_id)
    return get_coupon(coupon_id)
