"""Find the payouts whose provider is to be asked, and set their next time. One transaction."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.settlement.models import Payout
from jishi.trade.settlement.rules import FIRST_QUERY


def claim_due_payouts(*, limit: int = 50) -> list[UUID]:
    """Payouts to be sent or asked about now; no other process gets them at the same time."""
    require_transaction()
    now = clock.now()
    rows = Payout.objects.select_for_update(skip_locked=True).filter(next_query_at__lte=now)
    found = list(rows.order_by("next_query_at").values_list("id", flat=True)[:limit])
    Payout.objects.filter(id__in=found).update(next_query_at=now + FIRST_QUERY)
    return found
