"""Give out a coupon."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.promotions.actions._input import (
    MAX_COUNT,
    TITLE_LIMIT,
    check_amount,
    check_maker,
    check_window,
)
from jishi.trade.promotions.events import CouponMade
from jishi.trade.promotions.models import Coupon
from jishi.trade.promotions.queries import get_coupon
from jishi.trade.promotions.rules import WHOLE_PPM
from jishi.trade.promotions.types import CouponInput, CouponKind, CouponScope, CouponView, Funder


def make_coupon(
    *, actor: Actor, shop_id: UUID | None, coupon: CouponInput, idempotency_key: str
) -> CouponView:
    """A coupon that `shop_id` pays for, or the market when it is None; once per key.

    For the shop's owner and managers, or the operator. Raises InvalidInput, TextTooLong,
    NotAllowed, IdempotencyConflict.
    """
    require_transaction()
    check_maker(actor, shop_id)
    _check(coupon)
    _check_scope(shop_id, coupon)

    def run() -> UUID:
        row = Coupon.objects.create(
            funder=Funder.SHOP if shop_id else Funder.PLATFORM,
            shop_id=shop_id,
            title=clean_line(coupon.title, field="title", limit=TITLE_LIMIT),
            kind=coupon.kind,
            amount_minor=coupon.amount_minor,
            threshold_minor=coupon.threshold_minor,
            rate_ppm=coupon.rate_ppm,
            cap_minor=coupon.cap_minor,
            scope=coupon.scope,
            categories=list(coupon.categories),
            product_ids=[str(p) for p in coupon.product_ids],
            quantity=coupon.quantity,
            per_person=coupon.per_person,
            budget_minor=coupon.budget_minor,
            claim_from=coupon.claim_from,
            claim_until=coupon.claim_until,
            use_from=coupon.use_from,
            use_until=coupon.use_until,
            created_at=clock.now(),
        )
        audit(actor=actor, action="make_coupon", subject_kind="coupon", subject_id=row.id)
        record(CouponMade(coupon_id=row.id, shop_id=shop_id))
        return row.id

    made = once(
        scope="promotions.make_coupon",
        owner=actor.require_person(),
        key=idempotency_key,
        value=[str(shop_id), str(coupon)],
        kind=UUID,
        run=run,
    )
    return get_coupon(made)


def _check(coupon: CouponInput) -> None:
    check_amount(coupon.quantity, "quantity", most=MAX_COUNT)
    check_amount(coupon.per_person, "per_person", most=100)
    check_window(coupon.claim_from, coupon.claim_until, "claim_until")
    check_window(coupon.use_from, coupon.use_until, "use_until")
    if coupon.use_until < coupon.claim_until:
        raise InvalidInput(field="use_until")
    check_amount(coupon.threshold_minor, "threshold_minor", least=0)
    if coupon.kind is CouponKind.PERCENT:
        check_amount(coupon.rate_ppm, "rate_ppm", most=WHOLE_PPM - 1)
    else:
        check_amount(coupon.amount_minor, "amount_minor")
    if coupon.kind in (CouponKind.CONDITIONAL, CouponKind.SPEND_MINUS):
        check_amount(coupon.threshold_minor, "threshold_minor", least=coupon.amount_minor + 1)
    if coupon.kind in (CouponKind.PERCENT, CouponKind.SPEND_MINUS):
        check_amount(coupon.cap_minor, "cap_minor", least=max(1, coupon.amount_minor))
    elif coupon.cap_minor is not None:
        raise InvalidInput(field="cap_minor")
    if coupon.kind is CouponKind.FLAT and coupon.threshold_minor:
        raise InvalidInput(field="threshold_minor")
    if coupon.budget_minor is not None:
        most = coupon.cap_minor if coupon.cap_minor is not None else coupon.amount_minor
        check_amount(coupon.budget_minor, "budget_minor", least=most)


def _check_scope(shop_id: UUID | None, coupon: CouponInput) -> None:
    if coupon.scope is CouponScope.CATEGORY and not coupon.categories:
        raise InvalidInput(field="categories")
    if coupon.scope is CouponScope.PRODUCTS:
        cards = list_product_cards(coupon.product_ids)
        known = {c.id for c in cards.values() if shop_id is None or c.shop_id == shop_id}
        if not coupon.product_ids or known != set(coupon.product_ids):
            raise InvalidInput(field="product_ids")
