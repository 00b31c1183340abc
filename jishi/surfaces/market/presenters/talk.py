"""Messages as pages show them: sides, days, cards, where the next poll begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.lists import decode_time_cursor, encode_cursor
from jishi.trade.conversations.types import MessageView, Side


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: mine or theirs; `day` where a new one begins."""

    message: MessageView
    is_mine: bool
    day: datetime | None

    @property
    def href(self) -> str:
        """Where its card leads, for a buyer."""
        card = self.message.card
        if card is None:
            return ""
        return f"/orders/{card.id}/" if card.number else f"/g/{card.id}"


def compose_bubbles(messages: Sequence[MessageView], mine: Side) -> list[Bubble]:
    """Messages, oldest first, as one of the two sides sees them."""
    bubbles, last = [], None
    for message in messages:
        day = timezone.localtime(message.at).date()
        from_shop = message.side is not Side.BUYER
        bubbles.append(
            Bubble(message, from_shop is (mine is Side.SHOP), message.at if day != last else None)
        )
        last = day
    return bubbles


def write_after(messages: Sequence[MessageView], before: str = "") -> str:
    """Where the next poll begins: behind the newest message."""
    return encode_cursor(messages[-1].at, messages[-1].id) if messages else before


def read_after(text: str) -> tuple[datetime, UUID] | None:
    """Where a poll begins; None is the beginning of the thread."""
    if not text:
        return None
    try:
        return decode_time_cursor(text)
    except InvalidInput:
        return None
