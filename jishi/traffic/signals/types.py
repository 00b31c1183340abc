"""What crosses the door of signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple, Protocol
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

# An id as its 16 bytes: hashed quickly and sent to Valkey as it is. Inside traffic ids travel so.
Key = bytes
MAX_BYTES = 64 * 1024  # of one batch
MAX_EVENTS = 100
MAX_PROGRESS_MS = 60_000


class SignalKind(StrEnum):
    """What a viewer's device reports."""

    IMPRESSION = "impression"  # at least half of the post was on the screen for a moment
    PLAY = "play"
    PROGRESS = "progress"  # `ms` watched (video) or read (article) since the last progress
    COMPLETE = "complete"
    LIKE = "like"
    CARD_CLICK = "card_click"
    NOT_INTERESTED = "not_interested"
    WHY = "why"
    PRODUCT_VIEW = "product_view"
    SHARE = "share"


class SignalInput(BaseModel):
    """One event as a device sends it."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    kind: SignalKind
    post_id: UUID | None = None
    product_id: UUID | None = None
    decision_id: UUID | None = None
    slot: Annotated[int, Field(ge=0, le=10_000)] | None = None
    ms: Annotated[int, Field(ge=0, le=MAX_PROGRESS_MS)] = 0
    duration_ms: Annotated[int, Field(ge=0, le=86_400_000)] | None = None
    at: AwareDatetime | None = None


class BatchInput(BaseModel):
    """What a device sends at once."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[SignalInput], Field(min_length=1, max_length=MAX_EVENTS)]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a signed-in person, or a device known only by its signed cookie.

    `viewer_key` is `p:<hex>` or `a:<hex>`, and an empty text for a device without a cookie.
    """

    person_id: UUID | None
    viewer_key: str
    language: str = "zh-hans"


class Signal(NamedTuple):
    """One event of a viewer, checked; `at` is never later than the market's own clock."""

    id: UUID
    kind: str
    viewer_key: str
    person_id: UUID | None
    post_id: UUID | None
    product_id: UUID | None
    decision_id: UUID | None
    slot: int | None
    ms: int
    duration_ms: int | None
    at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PostCounts:
    """What happened to a post so far.

    A view is one per viewer and hour, after two seconds; clicks, likes, completes and shares
    count once per viewer and hour as well. `watch_ms` is milliseconds.
    """

    impressions: int = 0
    views: int = 0
    watch_ms: int = 0
    completes: int = 0
    card_clicks: int = 0
    likes: int = 0
    shares: int = 0
    not_interested: int = 0


@dataclass(frozen=True, slots=True)
class ViewerTraits:
    """What is known of a viewer, latest first."""

    seen: dict[Key, float]  # post -> when it was last on the screen, seconds since 1970
    engaged: tuple[Key, ...]  # posts that were viewed, liked, shared or clicked
    disliked: tuple[Key, ...]  # posts of which there should be less


@dataclass(frozen=True, slots=True)
class Heat:
    """A post that is being watched now; `score` grows by one per doubling."""

    post: Key
    score: float


class SignalListener(Protocol):
    """An upper room that follows signals; registered in its `AppConfig.ready`."""

    name: str

    def on_signals(self, signals: Sequence[Signal]) -> None:
        """Take note of some signals; the same ones may come again, so it must be idempotent."""
        ...

    def on_tick(self) -> None:
        """Called about once a second by one of the consumers, and once when it starts."""
        ...


_listeners: dict[str, SignalListener] = {}


def register_listener(listener: SignalListener) -> None:
    """Have a room hear every signal; the same name replaces."""
    _listeners[listener.name] = listener


def list_listeners() -> tuple[SignalListener, ...]:
    """All registered listeners."""
    return tuple(_listeners.values())
