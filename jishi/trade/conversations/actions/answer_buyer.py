"""Somebody of a shop says something to a buyer."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.actions._say import read_message, say
from jishi.trade.conversations.events import BuyerAnswered
from jishi.trade.conversations.models import Thread, Wait
from jishi.trade.conversations.types import MessageKind, MessageView, Side
from jishi.trade.shops.queries import get_front, require_shop_right
from jishi.trade.shops.types import Right


def answer_buyer(
    *,
    actor: Actor,
    thread_id: UUID,
    kind: MessageKind = MessageKind.TEXT,
    body: str = "",
    ref_id: UUID | None = None,
) -> MessageView:
    """Write to a buyer who has written before; ends the wait, measured in business hours.

    Raises NotSignedIn, NotAllowed, NotFound, InvalidInput, TextTooLong.
    """
    require_transaction()
    thread = Thread.objects.select_for_update(no_key=True).filter(id=thread_id).first()
    if thread is None:
        raise NotFound()
    person_id = require_shop_right(actor, thread.shop_id, Right.ANSWER_BUYERS)
    text, card = read_message(actor, thread, kind, body, ref_id)
    message = say(
        thread=thread, side=Side.SHOP, author_id=person_id, kind=kind, body=text, card=card
    )
    _end_wait(thread, message, person_id)
    thread.shop_unread = 0
    thread.save()
    return message


def _end_wait(thread: Thread, message: MessageView, person_id: UUID) -> None:
    wait = Wait.objects.filter(thread=thread, answered_at=None).first()
    thread.waiting_since = None
    if wait is None:
        return
    seconds = get_front(thread.shop_id).staffed_seconds(wait.asked_at, message.at)
    wait.answered_at, wait.answered_by, wait.staffed_seconds = message.at, person_id, seconds
    wait.save()
    record(BuyerAnswered(thread_id=thread.id, shop_id=thread.shop_id, staffed_seconds=seconds))
