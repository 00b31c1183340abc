"""A buyer says something to a shop."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.queries import has_role
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.actions._say import read_message, say
from jishi.trade.conversations.errors import OwnShop
from jishi.trade.conversations.models import Thread, Wait
from jishi.trade.conversations.types import MessageKind, MessageView, Side
from jishi.trade.shops.queries import get_front, get_shop_card
from jishi.trade.shops.types import SHOP_SCOPE, ShopStatus

_REACHABLE = (ShopStatus.OPEN, ShopStatus.SUSPENDED, ShopStatus.CLOSED)


def ask_shop(
    *,
    actor: Actor,
    shop_id: UUID,
    kind: MessageKind = MessageKind.TEXT,
    body: str = "",
    ref_id: UUID | None = None,
) -> MessageView:
    """Write to a shop; the thread of the two is made with the first message.

    A wait begins unless one runs; outside business hours the shop's automatic reply follows, once
    a wait. `ref_id` is the product or order of a card. Raises NotSignedIn, NotFound, OwnShop,
    InvalidInput, TextTooLong.
    """
    require_transaction()
    buyer_id = actor.require_person()
    if get_shop_card(shop_id).status not in _REACHABLE:
        raise NotFound()
    if has_role(buyer_id, SHOP_SCOPE, shop_id):
        raise OwnShop()
    thread = _lock(buyer_id, shop_id)
    text, card = read_message(actor, thread, kind, body, ref_id)
    message = say(
        thread=thread, side=Side.BUYER, author_id=buyer_id, kind=kind, body=text, card=card
    )
    if thread.waiting_since is None:
        thread.waiting_since = message.at
        Wait.objects.create(thread=thread, shop_id=shop_id, asked_at=message.at)
        _reply_automatically(thread)
    thread.save()
    return message


def _lock(buyer_id: UUID, shop_id: UUID) -> Thread:
    now = clock.now()
    Thread.objects.bulk_create(
        [Thread(buyer_id=buyer_id, shop_id=shop_id, last_at=now, created_at=now)],
        ignore_conflicts=True,
    )
    return Thread.objects.select_for_update(no_key=True).get(buyer_id=buyer_id, shop_id=shop_id)


def _reply_automatically(thread: Thread) -> None:
    front = get_front(thread.shop_id)
    words = front.reply_at(clock.now())
    if words:
        say(thread=thread, side=Side.AUTO, author_id=None, kind=MessageKind.TEXT, body=words)
