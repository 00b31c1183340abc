"""Set the day on which an order's money leaves escrow, or have nobody paid at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.queries import load_order
from jishi.trade.settlement.actions.move_settlement import move_settlement
from jishi.trade.settlement.actions.open_settlement import open_settlement
from jishi.trade.settlement.events import SettlementCancelled, SettlementScheduled
from jishi.trade.settlement.models import Settlement
from jishi.trade.settlement.policies import RETURN_WINDOW_DAYS
from jishi.trade.settlement.types import SettlementStatus


def schedule_settlement(*, actor: Actor, order_id: UUID, received_at: datetime) -> datetime:
    """The return window begins with receipt; gives the time of release. Once set it stays."""
    row = _lock(actor, order_id)
    if row.release_at is not None or row.status != SettlementStatus.HELD:
        return row.release_at or received_at
    release_at = received_at + timedelta(days=RETURN_WINDOW_DAYS.get())
    row.received_at, row.release_at = received_at, release_at
    row.save(update_fields=["received_at", "release_at"])
    record(SettlementScheduled(order_id=order_id, shop_id=row.shop_id, release_at=release_at))
    return release_at


def cancel_settlement(*, actor: Actor, order_id: UUID) -> None:
    """The order ended before it was shipped: nobody is paid; a second time changes nothing.

    Raises TransitionRefused when it was settled.
    """
    row = _lock(actor, order_id)
    if row.status == SettlementStatus.CANCELLED:
        return
    move_settlement(row, SettlementStatus.CANCELLED)
    record(SettlementCancelled(order_id=order_id, shop_id=row.shop_id))


def _lock(actor: Actor, order_id: UUID) -> Settlement:
    """The locked row; opened now when news of the order came before the news of its payment."""
    require_transaction()
    row = Settlement.objects.select_for_update().filter(order_id=order_id).first()
    if row is None:
        order = load_order(order_id)
        open_settlement(
            actor=actor,
            order_id=order_id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            gross_minor=order.total_minor,
            currency=order.currency,
        )
        row = Settlement.objects.select_for_update().get(order_id=order_id)
    return row
