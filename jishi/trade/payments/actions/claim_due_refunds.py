"""Find the refunds that are not through, and set their next time. One transaction."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.models import Refund
from jishi.trade.payments.rules import next_refund_delay


def claim_due_refunds(*, limit: int = 50) -> list[UUID]:
    """Refunds to be sent or asked about now; each is given its next time."""
    require_transaction()
    now = clock.now()
    rows = list(
        Refund.objects.select_for_update(skip_locked=True)
        .filter(next_query_at__lte=now)
        .order_by("next_query_at")[:limit]
    )
    for row in rows:
        Refund.objects.filter(id=row.id).update(
            query_count=F("query_count") + 1,
            next_query_at=now + next_refund_delay(row.query_count + 1),
        )
    return [row.id for row in rows]
