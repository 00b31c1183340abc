"""What conversations keep about a person: exported on request, emptied at the closing."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.conversations.models import Message, Thread
from jishi.trade.conversations.types import MessageKind, Side


def erase_person(*, person_id: UUID) -> int:
    """Empty what somebody wrote as a buyer; gives how many messages that were.

    What they wrote for a shop stays: it belongs to the shop's records.
    """
    require_transaction()
    threads = Thread.objects.filter(buyer_id=person_id)
    threads.update(last_text="")
    mine = Message.objects.filter(thread__in=threads, side=Side.BUYER.value)
    return mine.update(body="", card=None, kind=MessageKind.TEXT.value)


class ConversationData:
    """The room's part in exports and closings of accounts."""

    name = "conversations"

    def collect(self, person_id: UUID) -> object:
        """Every message of the person's own threads, oldest first."""
        rows = Message.objects.filter(thread__buyer_id=person_id).select_related("thread")
        return [
            {
                "shop_id": str(row.thread.shop_id),
                "side": row.side,
                "kind": row.kind,
                "body": row.body,
                "at": row.at.isoformat(),
            }
            for row in rows.order_by("at", "id")
        ]

    def erase(self, person_id: UUID) -> None:
        """Empty the person's messages."""
        erase_person(person_id=person_id)
