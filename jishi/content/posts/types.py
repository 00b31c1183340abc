"""What the posts room shows at its door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from jishi.content.media.types import AssetView

SCHEDULE_WINDOW = timedelta(days=60)  # how far ahead a post may be scheduled


class PostKind(StrEnum):
    """What a post is made of."""

    ARTICLE = "article"
    VIDEO = "video"


class PostStatus(StrEnum):
    """Where a post is on its way to people."""

    DRAFT = "draft"
    PROCESSING = "processing"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RESTRICTED = "restricted"
    REMOVED = "removed"


class Visibility(StrEnum):
    """Whom the author shows a post to."""

    PUBLIC = "public"
    FOLLOWERS = "followers"
    PRIVATE = "private"


class Label(StrEnum):
    """What an author has to say about how a post came to be."""

    AI_MADE = "ai_made"
    SPONSORED = "sponsored"


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as a page shows it; `assets` are in the author's order, missing ones left out."""

    id: UUID
    kind: PostKind
    author_id: UUID
    title: str
    body: str
    topics: tuple[str, ...]
    asset_ids: tuple[UUID, ...]
    product_ids: tuple[UUID, ...]
    status: PostStatus
    visibility: Visibility
    published_at: datetime | None
    publish_at: datetime | None  # wanted by the author; status is `draft` until then
    like_count: int
    comment_count: int
    duration_ms: int
    poster_key: str
    labels: tuple[str, ...]
    note: str  # why it was sent back, restricted or removed
    created_at: datetime
    updated_at: datetime
    assets: tuple[AssetView, ...]

    @property
    def video(self) -> AssetView | None:
        """The video of a video post."""
        return self.assets[0] if self.kind is PostKind.VIDEO and self.assets else None

    @property
    def is_scheduled(self) -> bool:
        """Whether it goes out by itself later."""
        return self.status is PostStatus.DRAFT and self.publish_at is not None


@dataclass(frozen=True, slots=True)
class PostStepView:
    """One step of a post's history; `by` is `author`, `operator` or `system`."""

    source: str
    target: str
    by: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment; a first-level one carries its first replies, oldest first."""

    id: UUID
    post_id: UUID
    author_id: UUID
    body: str
    parent_id: UUID | None
    created_at: datetime
    like_count: int
    reply_count: int = 0
    replies: tuple[CommentView, ...] = ()
    is_liked: bool = False


@dataclass(frozen=True, slots=True)
class InboxComment:
    """A comment under one of the author's posts, and whether the author has answered it."""

    comment: CommentView
    post_title: str
    post_poster_key: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class LikeState:
    """What a like or its taking back led to."""

    post_id: UUID
    is_liked: bool
    like_count: int


class Audience(Protocol):
    """Answered by the floor above that knows who follows whom."""

    def __call__(self, person_id: UUID, creator_ids: Collection[UUID], /) -> set[UUID]:
        """Those of `creator_ids` that `person_id` follows, in at most one query."""
        ...


_audience: list[Audience] = []


def register_audience(source: Audience) -> None:
    """Have posts for followers shown to whom `source` names; the last one registered counts."""
    _audience[:] = [source]


def list_followed_among(person_id: UUID, creator_ids: Collection[UUID]) -> set[UUID]:
    """Creators that the person follows; none while nobody knows."""
    return _audience[0](person_id, creator_ids) if _audience and creator_ids else set()
