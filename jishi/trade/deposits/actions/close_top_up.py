"""Note that a payment into a deposit will not come."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.deposits.actions.move_top_up import move_top_up
from jishi.trade.deposits.queries.deposits import lock_top_up
from jishi.trade.deposits.types import TopUpStatus


def close_top_up(*, top_up_id: UUID) -> bool:
    """Close one whose payment closed; False when it was paid or closed before."""
    require_transaction()
    row = lock_top_up(top_up_id)
    if row.status != TopUpStatus.PENDING:
        return False
    move_top_up(actor=SYSTEM, row=row, target=TopUpStatus.CLOSED, by="system")
    row.save(update_fields=["status"])
    return True
