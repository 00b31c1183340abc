"""What happened to posts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """A post is out (again)."""

    NAME = "posts.post_published"
    post_id: UUID
    author_id: UUID
    kind: str
    visibility: str
    topics: tuple[str, ...]
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PostChanged(Event):
    """Words, topics, products or visibility of a post that is out have changed."""

    NAME = "posts.post_changed"
    post_id: UUID
    author_id: UUID


@dataclass(frozen=True, kw_only=True)
class PostRestricted(Event):
    """The operator keeps a post out of feeds and search."""

    NAME = "posts.post_restricted"
    post_id: UUID
    author_id: UUID


@dataclass(frozen=True, kw_only=True)
class PostRemoved(Event):
    """A post is gone; `by` is `author`, `operator` or `system`."""

    NAME = "posts.post_removed"
    post_id: UUID
    author_id: UUID
    by: str


@dataclass(frozen=True, kw_only=True)
class PostLiked(Event):
    """Somebody likes a post."""

    NAME = "posts.post_liked"
    post_id: UUID
    person_id: UUID
    author_id: UUID


@dataclass(frozen=True, kw_only=True)
class PostUnliked(Event):
    """Somebody takes a like back."""

    NAME = "posts.post_unliked"
    post_id: UUID
    person_id: UUID
    author_id: UUID


@dataclass(frozen=True, kw_only=True)
class CommentAdded(Event):
    """Somebody commented; `author_id` is the post's author."""

    NAME = "posts.comment_added"
    comment_id: UUID
    post_id: UUID
    person_id: UUID
    author_id: UUID
    parent_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(Event):
    """A comment is gone, its answers with it."""

    NAME = "posts.comment_removed"
    comment_id: UUID
    post_id: UUID
    author_id: UUID
