"""Facts about conversations; none carries what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A buyer wrote to a shop, or a shop to a buyer."""

    NAME: ClassVar[str] = "conversations.message_sent"
    message_id: UUID
    thread_id: UUID
    shop_id: UUID
    buyer_id: UUID
    side: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class BuyerAnswered(Event):
    """A shop answered a buyer who waited; the seconds are those of its business hours."""

    NAME: ClassVar[str] = "conversations.buyer_answered"
    thread_id: UUID
    shop_id: UUID
    staffed_seconds: int
