"""Find the payments whose provider is to be asked, and set their next time. One transaction."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.models import Payment
from jishi.trade.payments.rules import next_query_delay
from jishi.trade.payments.types import PaymentStatus


def claim_due_queries(*, limit: int = 50) -> list[UUID]:
    """Payments whose provider should be asked now; each is given its next time to be asked."""
    require_transaction()
    now = clock.now()
    rows = list(
        Payment.objects.select_for_update(skip_locked=True)
        .filter(next_query_at__lte=now)
        .order_by("next_query_at")[:limit]
    )
    for row in rows:
        wait = next_query_delay(row.query_count + 1, is_pending=row.status == PaymentStatus.PENDING)
        Payment.objects.filter(id=row.id).update(
            query_count=F("query_count") + 1, next_query_at=now + wait if wait else None
        )
    return [row.id for row in rows]
