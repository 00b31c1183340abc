"""What crosses the doors of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Side(StrEnum):
    """Who says something; `auto` is the shop's reply while nobody is there."""

    BUYER = "buyer"
    SHOP = "shop"
    AUTO = "auto"


class MessageKind(StrEnum):
    """What a message is."""

    TEXT = "text"
    PICTURE = "picture"
    PRODUCT = "product"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A product or an order as it was when it was shown."""

    id: UUID
    title: str
    picture_key: str
    amount_minor: int
    currency: str
    number: str = ""  # of an order


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `body` is its text, or the key of its picture."""

    id: UUID
    thread_id: UUID
    side: Side
    author_id: UUID | None
    kind: MessageKind
    body: str
    card: MessageCard | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What a buyer and a shop have said, in a line of a list.

    `unread` counts for whoever reads; `waiting_since` is when the buyer asked what nobody of the
    shop has answered yet.
    """

    id: UUID
    buyer_id: UUID
    buyer_name: str
    buyer_avatar: str
    shop_id: UUID
    shop_name: str
    shop_logo: str
    last_kind: MessageKind
    last_text: str
    last_side: Side
    last_at: datetime
    unread: int
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class QuickReplyView:
    """A text that a shop's people send with one touch."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How a shop answered lately; seconds are those of its business hours, None without a case."""

    asked: int
    answered: int
    median_seconds: int | None

    @property
    def median_minutes(self) -> int | None:
        """The median in whole minutes, none shorter than one."""
        return None if self.median_seconds is None else max(1, round(self.median_seconds / 60))
