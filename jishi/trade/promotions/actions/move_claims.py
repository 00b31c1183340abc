"""The mover of coupons in people's hands: the only place where their status changes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from jishi.foundation.kernel import clock
from jishi.trade.promotions.models import ClaimMove, CouponClaim
from jishi.trade.promotions.rules import CLAIM
from jishi.trade.promotions.types import ClaimStatus


def move_claims(
    rows: QuerySet[CouponClaim],
    source: ClaimStatus,
    target: ClaimStatus,
    *,
    by: str = "system",
    reference: str = "",
) -> Sequence[CouponClaim]:
    """Take all of `rows` that are in `source` to `target`, with history; those that moved.

    Rows stay locked to the end of the transaction, in the order of their ids.
    """
    CLAIM.check(source, target, by)
    now = clock.now()
    found = list(rows.filter(status=source).select_for_update(of=("self",)).order_by("id"))
    if not found:
        return ()
    in_use = target in (ClaimStatus.LOCKED, ClaimStatus.USED)
    for row in found:
        row.status = target
        row.reference = (reference or row.reference) if in_use else ""
        row.used_at = now if target is ClaimStatus.USED else None
        if not in_use:
            row.discount_minor = row.gmv_minor = 0
    fields = ["status", "reference", "used_at", "discount_minor", "gmv_minor"]
    CouponClaim.objects.bulk_update(found, fields)
    ClaimMove.objects.bulk_create(
        ClaimMove(claim=row, source=source, target=target, by=by, reference=row.reference, at=now)
        for row in found
    )
    return found
