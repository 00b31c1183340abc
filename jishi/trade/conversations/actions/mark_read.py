"""Somebody has seen a thread."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.models import Thread
from jishi.trade.conversations.queries.threads import load_thread
from jishi.trade.conversations.types import Side


def mark_read(*, actor: Actor, thread_id: UUID) -> None:
    """Nothing of the other side is unread now; an operator's look changes nothing.

    Raises NotFound for strangers.
    """
    require_transaction()
    row, side = load_thread(actor, thread_id)
    rows = Thread.objects.filter(id=thread_id)
    if row.buyer_id == actor.person_id:
        rows.exclude(buyer_unread=0).update(buyer_unread=0)
    elif side is Side.SHOP and not actor.is_operator:
        rows.exclude(shop_unread=0).update(shop_unread=0)
