"""Posts, comments and the feed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.surfaces.api.schemas.parts import Strict


class VideoOut(Strict):
    """Addresses of a clip; they expire after some hours."""

    hls_url: str | None
    mp4_url: str | None
    width: int
    height: int
    duration_ms: int
    has_audio: bool


class PostOut(Strict):
    """A post; `video` is null for an article."""

    id: UUID
    kind: str
    author_id: UUID
    title: str
    body: str
    topics: list[str]
    product_ids: list[UUID]
    labels: list[str]
    visibility: str
    published_at: datetime | None
    like_count: int
    comment_count: int
    poster_url: str | None
    picture_urls: list[str]
    video: VideoOut | None


class ReasonOut(Strict):
    """Why a post is shown: a code, and the same in words."""

    code: str
    text: str


class FeedItemOut(Strict):
    """One slot of the feed. Send `decision_id` and `slot` back with its signals."""

    slot: int
    post: PostOut
    reason: ReasonOut


class FeedOut(Strict):
    """One page of the feed, and the decision that explains it."""

    decision_id: UUID
    items: list[FeedItemOut]
    next_cursor: str | None


class WhyOut(Strict):
    """Why a post stood where it stood: its value, the price of promises, and the reason."""

    post_id: UUID
    slot: int
    source: str
    value: float
    parts: dict[str, float]
    price: float
    classes: list[str]
    probability: float
    reason: ReasonOut
    at: datetime


class CommentOut(Strict):
    """A comment; `parent_id` is set for a reply."""

    id: UUID
    post_id: UUID
    author_id: UUID
    body: str
    parent_id: UUID | None
    created_at: datetime
    like_count: int
    reply_count: int
