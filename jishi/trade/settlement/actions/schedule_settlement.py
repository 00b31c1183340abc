"""Set the day on which an order's money leaves escrow."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions._lock_settlement import lock_settlement
from jishi.trade.settlement.events import SettlementScheduled
from jishi.trade.settlement.policies import RETURN_WINDOW_DAYS
from jishi.trade.settlement.types import SettlementStatus


def schedule_settlement(*, actor: Actor, order_id: UUID, received_at: datetime) -> datetime:
    """The return window begins with receipt; gives the time of release. Once set it stays."""
    row = lock_settlement(actor, order_id)
    if row.release_at is not None or row.status != SettlementStatus.HELD:
        return row.release_at or received_at
    release_at = received_at + timedelta(days=RETURN_WINDOW_DAYS.get())
    row.received_at, row.release_at = received_at, release_at
    row.save(update_fields=["received_at", "release_at"])
    record(SettlementScheduled(order_id=order_id, shop_id=row.shop_id, release_at=release_at))
    return release_at
