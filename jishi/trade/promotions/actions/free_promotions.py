"""Let go of what a checkout had locked: it was not paid."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions.move_claims import move_claims
from jishi.trade.promotions.models import CouponClaim, GroupMember
from jishi.trade.promotions.types import ClaimStatus

_FREE = """
WITH freed AS (
    UPDATE promotions_flashtake SET state = 'freed' WHERE reference = %s AND state = 'held'
    RETURNING item_id, quantity
)
UPDATE promotions_flashitem i SET taken = taken - freed.quantity FROM freed
WHERE i.id = freed.item_id
"""


def free_promotions(*, actor: Actor, reference: str) -> None:
    """Coupons go back into the buyer's hand, flash goods into the sale, places to others."""
    require_transaction()
    rows = CouponClaim.objects.filter(reference=reference)
    move_claims(rows, ClaimStatus.LOCKED, ClaimStatus.HELD)
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [reference])
    GroupMember.objects.filter(reference=reference, state="held").update(state="freed")
