"""Home, list, post page and comments of Studio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.content.posts.queries import (
    count_my_posts,
    count_unanswered,
    list_comments,
    list_inbox,
    list_my_post_ids,
    list_my_posts,
)
from jishi.content.posts.types import (
    CommentView,
    InboxComment,
    PostStatus,
    PostView,
)
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.queries import count_followers
from jishi.surfaces.studio.presenters.figures import PostFigures, figures_of, share
from jishi.surfaces.studio.presenters.states import state_of, write_note
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.catalog.types import ProductCard
from jishi.traffic.allocation.queries import get_impression_ledger
from jishi.traffic.signals.queries import get_post_counts
from jishi.traffic.signals.types import PostCounts

OUT = (PostStatus.PUBLISHED, PostStatus.RESTRICTED)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in a list, with its state in words and its figures."""

    post: PostView
    state: str
    state_kind: str
    state_icon: str
    counts: PostCounts
    progress: int
    finished_share: int

    @property
    def is_out(self) -> bool:
        """Whether it can have figures."""
        return self.post.status in OUT


@dataclass(frozen=True, slots=True)
class Rail:
    """What the navigation beside every page shows."""

    unanswered: int
    follower_count: int


@dataclass(frozen=True, slots=True)
class Home:
    """Studio's first page."""

    waiting: tuple[PostLine, ...]
    latest: tuple[PostLine, ...]
    unanswered: int
    post_count: int
    totals: PostCounts
    follower_count: int

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever made."""
        return not self.latest and not self.waiting


@dataclass(frozen=True, slots=True)
class PostPage:
    """All of a post's page."""

    line: PostLine
    figures: PostFigures | None
    products: tuple[ProductCard, ...]
    comments: tuple[tuple[CommentView, PersonCard | None], ...]
    note: str
    newer: UUID | None
    older: UUID | None


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A comment with its writer."""

    item: InboxComment
    writer: PersonCard | None


def compose_rail(actor: Actor) -> Rail:
    """Two queries."""
    person_id = actor.require_person()
    return Rail(count_unanswered(actor), count_followers([person_id])[person_id])


def lines_of(posts: Sequence[PostView]) -> tuple[PostLine, ...]:
    """List lines of posts; the counters come in one round trip."""
    counts = get_post_counts([p.id for p in posts])
    return tuple(_line(p, counts[p.id]) for p in posts)


def compose_home(actor: Actor, rail: Rail) -> Home:
    """What waits for the creator, then how the latest posts are doing."""
    waiting = list_my_posts(
        actor, status=[PostStatus.DRAFT, PostStatus.PROCESSING, PostStatus.IN_REVIEW], limit=8
    )
    latest = list_my_posts(actor, status=OUT, limit=6)
    ids = list_my_post_ids(actor)
    counts = get_post_counts(ids)
    totals = PostCounts(*(sum(column) for column in zip(*map(_row, counts.values()), strict=True)))
    return Home(
        waiting=lines_of(waiting.items),
        latest=lines_of(latest.items),
        unanswered=rail.unanswered,
        post_count=len(ids),
        totals=totals,
        follower_count=rail.follower_count,
    )


def compose_post(actor: Actor, post: PostView) -> PostPage:
    """A post's page; figures only once it is out."""
    line = lines_of([post])[0]
    products = list_product_cards(post.product_ids)
    figures = None
    comments: tuple[tuple[CommentView, PersonCard | None], ...] = ()
    if line.is_out:
        figures = figures_of(post, line.counts, get_impression_ledger(post.id))
        latest = list_comments(post.id, actor, limit=3).items
        people = list_person_cards({c.author_id for c in latest})
        comments = tuple((c, people.get(c.author_id)) for c in latest)
    newer, older = _neighbours(actor, post)
    return PostPage(
        line=line,
        figures=figures,
        products=tuple(products[p] for p in post.product_ids if p in products),
        comments=comments,
        note=write_note(post.note),
        newer=newer,
        older=older,
    )


def compose_inbox(
    actor: Actor, *, unanswered: bool, cursor: str | None
) -> tuple[tuple[InboxLine, ...], str | None]:
    """A page of comments with their writers; three queries."""
    page = list_inbox(actor, unanswered=unanswered, cursor=cursor)
    people = list_person_cards({i.comment.author_id for i in page.items})
    lines = tuple(InboxLine(i, people.get(i.comment.author_id)) for i in page.items)
    return lines, page.next_cursor


def count_tabs(actor: Actor) -> dict[str, int]:
    """Numbers beside the tabs of the list."""
    counts = count_my_posts(actor)
    return {
        "all": sum(n for s, n in counts.items() if s != PostStatus.REMOVED),
        "out": sum(counts.get(s, 0) for s in OUT),
        "waiting": counts.get(PostStatus.PROCESSING, 0) + counts.get(PostStatus.IN_REVIEW, 0),
        "drafts": counts.get(PostStatus.DRAFT, 0),
    }


def _neighbours(actor: Actor, post: PostView) -> tuple[UUID | None, UUID | None]:
    ids = list_my_post_ids(actor)
    if post.id not in ids:
        return None, None
    at = ids.index(post.id)
    return (ids[at - 1] if at > 0 else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _line(post: PostView, counts: PostCounts) -> PostLine:
    words, kind, icon = state_of(post)
    progress = post.assets[0].progress_percent if post.assets else 0
    finished = share(counts.completes, counts.views)
    return PostLine(post, words, kind, icon, counts, progress, finished)


def _row(counts: PostCounts) -> tuple[int, ...]:
    return (
        counts.impressions,
        counts.views,
        counts.watch_ms,
        counts.completes,
        counts.card_clicks,
        counts.likes,
        counts.shares,
        counts.not_interested,
    )
