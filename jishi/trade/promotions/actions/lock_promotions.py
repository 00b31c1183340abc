"""Hold for a checkout what its price was reckoned with."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions.move_claims import move_claims
from jishi.trade.promotions.errors import CouponUnusable, FlashLimit, FlashSoldOut
from jishi.trade.promotions.models import CouponClaim
from jishi.trade.promotions.types import ClaimStatus, Kind, Quote

_TAKE = """
WITH item AS (
    UPDATE promotions_flashitem SET taken = taken + %(count)s
    WHERE id = %(item)s AND taken + %(count)s <= quantity RETURNING id, per_person
), took AS (
    INSERT INTO promotions_flashtake (id, item_id, person_id, quantity, reference, state, at)
    SELECT %(id)s, id, %(person)s, %(count)s, %(reference)s, 'held', %(now)s FROM item
)
SELECT per_person - %(count)s - coalesce((SELECT sum(quantity) FROM promotions_flashtake
    WHERE item_id = %(item)s AND person_id = %(person)s AND state <> 'freed'), 0) FROM item
"""


def lock_promotions(*, actor: Actor, quote: Quote, reference: str) -> None:
    """Lock the coupons of a quote and take its flash goods, all or nothing, for `reference`.

    Raises CouponUnusable, FlashSoldOut, FlashLimit; the transaction must be given up then.
    """
    require_transaction()
    person_id = actor.require_person()
    if quote.used:
        _lock_coupons(quote, person_id, reference)
    flash: dict[UUID, int] = {}
    for line in quote.lines:
        for adjustment in line.adjustments:
            if adjustment.kind == Kind.FLASH and adjustment.promotion_id:
                item = adjustment.promotion_id
                flash[item] = flash.get(item, 0) + line.line.quantity
    with connection.cursor() as cursor:
        for item, count in sorted(flash.items()):
            cursor.execute(
                _TAKE,
                {
                    "id": new_id(),
                    "item": item,
                    "count": count,
                    "person": person_id,
                    "reference": reference,
                    "now": clock.now(),
                },
            )
            row = cursor.fetchone()
            if row is None:
                raise FlashSoldOut()
            if row[0] < 0:
                raise FlashLimit(limit=row[0] + count)


def _lock_coupons(quote: Quote, person_id: UUID, reference: str) -> None:
    rows = CouponClaim.objects.filter(
        id__in=quote.used, person_id=person_id, use_until__gt=clock.now()
    )
    moved = move_claims(rows, ClaimStatus.HELD, ClaimStatus.LOCKED, by="buyer", reference=reference)
    if len(moved) != len(quote.used):
        raise CouponUnusable()
    for row in moved:
        with_it = [
            (line, a.amount_minor)
            for line in quote.lines
            for a in line.adjustments
            if a.promotion_id == row.coupon_id
        ]
        row.discount_minor = sum(amount for _, amount in with_it)
        row.gmv_minor = sum(line.payable_minor for line, _ in with_it)
    CouponClaim.objects.bulk_update(moved, ["discount_minor", "gmv_minor"])
