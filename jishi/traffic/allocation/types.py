"""What crosses the door of allocation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.traffic.signals.types import Viewer

__all__ = [
    "REASONS",
    "ClassPrice",
    "Explanation",
    "FeedItem",
    "FeedPage",
    "FeedTab",
    "Grant",
    "GrantStatus",
    "ImpressionLedger",
    "Reason",
    "Viewer",
]


def _(text: str) -> str:
    return text  # marks a message for the catalogue; whoever shows it translates it


class FeedTab(StrEnum):
    """Which feed is asked for."""

    FOR_YOU = "for_you"
    FOLLOWING = "following"


class Reason(StrEnum):
    """Why a post is shown: the strongest of the reasons it has."""

    FOLLOWED = "followed"
    FIRST_IMPRESSIONS = "first_impressions"
    TOPIC = "topic"
    POPULAR = "popular"
    FRESH = "fresh"
    SEEN_ALL = "seen_all"


# Words for a viewer; {topic} and {hours} come from `reason_args`.
REASONS = {
    Reason.FOLLOWED: _("You follow this creator."),
    Reason.FIRST_IMPRESSIONS: _(
        "It is new. Every new post is shown to a number of viewers first; you are one of them."
    ),
    Reason.TOPIC: _("You spent time on posts about {topic}."),
    Reason.POPULAR: _("Many viewers are watching it now."),
    Reason.FRESH: _("It was published not long ago."),
    Reason.SEEN_ALL: _("You have seen all that is new, so earlier posts come again."),
}


class GrantStatus(StrEnum):
    """What has become of a promise of impressions."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One slot of a page. `price` is what promises added to (or took from) its value."""

    post_id: UUID
    slot: int
    source: str
    value: float
    price: float
    classes: tuple[str, ...]
    probability: float  # of this post in this slot, given the slots before; 1 outside the slice
    reason_code: str
    reason_args: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One page of a feed; `decision_id` explains it later."""

    decision_id: UUID
    items: tuple[FeedItem, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a post stood where it stood, for the viewer and for the operator."""

    decision_id: UUID
    post_id: UUID
    at: datetime
    slot: int
    source: str
    value: float
    parts: dict[str, float]
    price: float
    classes: tuple[str, ...]
    probability: float
    reason_code: str
    reason_args: dict[str, str]


@dataclass(frozen=True, slots=True)
class Grant:
    """A promise of impressions to a post, and how far it is kept."""

    id: UUID
    post_id: UUID
    author_id: UUID
    class_name: str
    promised: int
    delivered: int
    until: datetime
    status: GrantStatus
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class ImpressionLedger:
    """All promises of a post and its impressions altogether, promised ones included."""

    post_id: UUID
    promised: int
    delivered: int
    impressions: int
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class ClassPrice:
    """A class of promises as the operator sees it.

    `floor_price` (λ) is what one impression of the class may cost in value, `cap_price` (μ) what
    it must bring more; `outstanding` is promised and not delivered, `forecast` the requests
    expected in the window; `capped` says that the published maximum subsidy holds λ down.
    """

    name: str
    floor_price: float
    cap_price: float
    capped: bool
    outstanding: int
    forecast: int
    version: int
