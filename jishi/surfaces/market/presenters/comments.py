"""Comments with the faces of who wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jishi.content.posts.queries import get_post, list_comments
from jishi.content.posts.types import CommentView, PostView
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.presenters.clips import person_path


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment, its author, whether the viewer may remove it, and its first answers."""

    comment: CommentView
    author: PersonCard
    author_href: str
    is_creator: bool
    may_remove: bool
    replies: tuple[CommentCard, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Comments under a post, newest first."""

    post: PostView
    cards: tuple[CommentCard, ...]
    next_cursor: str | None


def load_comments(viewer: Actor | None, post_id: UUID, cursor: str | None = None) -> CommentPage:
    """A page of comments with their authors; raises NotFound as the post does."""
    post = get_post(viewer, post_id)
    page = list_comments(post_id, viewer, cursor=cursor)
    writers = {c.author_id for c in page.items}
    writers |= {r.author_id for c in page.items for r in c.replies}
    people = list_person_cards(writers)

    def card(comment: CommentView) -> CommentCard:
        author = people[comment.author_id]
        mine = viewer is not None and viewer.person_id in {comment.author_id, post.author_id}
        return CommentCard(
            comment=comment,
            author=author,
            author_href=person_path(author),
            is_creator=comment.author_id == post.author_id,
            may_remove=mine,
            replies=tuple(card(r) for r in comment.replies if r.author_id in people),
        )

    cards = tuple(card(c) for c in page.items if c.author_id in people)
    return CommentPage(post, cards, page.next_cursor)
