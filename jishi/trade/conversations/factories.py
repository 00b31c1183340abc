"""Conversations for tests, by the real actions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.types import Actor
from jishi.trade.conversations.actions.answer_buyer import answer_buyer
from jishi.trade.conversations.actions.ask_shop import ask_shop
from jishi.trade.conversations.types import MessageView
from jishi.trade.shops.factories import owner_of
from jishi.trade.shops.types import ShopCard


def ask(buyer: Actor, shop: ShopCard, body: str = "Is it ripe?") -> MessageView:
    """A buyer's text to a shop."""
    with transaction.atomic():
        return ask_shop(actor=buyer, shop_id=shop.id, body=body)


def answer(shop: ShopCard, thread_id: UUID, body: str = "Ripe on arrival.") -> MessageView:
    """The owner's text to a buyer."""
    with transaction.atomic():
        return answer_buyer(actor=owner_of(shop), thread_id=thread_id, body=body)
