"""Write one message of a thread, with what lists and waits need to know of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_product
from jishi.trade.conversations.events import MessageSent
from jishi.trade.conversations.models import Message, Thread
from jishi.trade.conversations.queries.threads import message_of
from jishi.trade.conversations.rules import TEXT_LIMIT, excerpt
from jishi.trade.conversations.types import MessageKind, MessageView, Side
from jishi.trade.orders.queries import load_order


def read_message(
    actor: Actor, thread: Thread, kind: MessageKind, body: str, ref_id: UUID | None
) -> tuple[str, dict[str, Any] | None]:
    """The text and the card of what somebody sends; a card only of what concerns both sides.

    Raises InvalidInput, TextTooLong, NotFound.
    """
    if kind is MessageKind.TEXT:
        return clean_text(body, field="message", limit=TEXT_LIMIT), None
    if kind is MessageKind.PICTURE:
        return clean_line(body, field="picture", limit=200), None
    if ref_id is None:
        raise InvalidInput(field="ref_id")
    return "", _card(actor, thread, kind, ref_id)


def _card(actor: Actor, thread: Thread, kind: MessageKind, ref_id: UUID) -> dict[str, Any]:
    if kind is MessageKind.PRODUCT:
        product = get_product(ref_id, actor)
        if product.shop_id != thread.shop_id:
            raise NotFound()
        return {
            "id": str(product.id),
            "title": product.title,
            "picture_key": product.picture_key,
            "amount_minor": product.price_minor,
            "currency": product.currency,
        }
    order = load_order(ref_id)
    if (order.buyer_id, order.shop_id) != (thread.buyer_id, thread.shop_id):
        raise NotFound()
    return {
        "id": str(order.id),
        "title": order.lines[0].title,
        "picture_key": order.lines[0].picture_key,
        "amount_minor": order.payable_minor,
        "currency": order.currency,
        "number": order.number,
    }


def say(
    *,
    thread: Thread,
    side: Side,
    author_id: UUID | None,
    kind: MessageKind,
    body: str,
    card: dict[str, Any] | None = None,
) -> MessageView:
    """Write the message and bring the locked thread up to date; the caller saves the thread."""
    row = Message.objects.create(
        thread=thread,
        side=side.value,
        author_id=author_id,
        kind=kind.value,
        body=body,
        card=card,
        at=clock.now(),
    )
    shown = body if kind is MessageKind.TEXT else (card or {}).get("title", "")
    thread.last_kind, thread.last_text = kind.value, excerpt(shown)
    thread.last_side, thread.last_at = side.value, row.at
    if side is Side.BUYER:
        thread.shop_unread += 1
    else:
        thread.buyer_unread += 1
    record(
        MessageSent(
            message_id=row.id,
            thread_id=thread.id,
            shop_id=thread.shop_id,
            buyer_id=thread.buyer_id,
            side=side.value,
            kind=kind.value,
        )
    )
    return message_of(row)
