"""Cards of the feed: a post with its author, its goods and what the viewer did to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from jishi.content.posts.queries import list_liked, list_posts
from jishi.content.posts.types import PostKind, PostView
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.accounts.types import PersonCard
from jishi.foundation.kernel.signing import media_prefix_url, media_url
from jishi.foundation.kernel.types import Actor
from jishi.relations.follows.queries import list_following_among
from jishi.surfaces.market.attribution import product_path
from jishi.trade.catalog.queries import list_product_cards
from jishi.trade.catalog.types import ProductCard

STAGE_WIDTH = 720  # px of pictures on the stage
PORTRAIT_RATIO = 0.8  # wider clips are shown whole, narrower ones fill the stage


@dataclass(frozen=True, slots=True)
class Placement:
    """How a post came to its place: which decision, which slot, and why, in words."""

    decision_id: UUID | None = None
    slot: int | None = None
    reason: str = ""


class _Playback(TypedDict):
    video_src: str
    stream_src: str
    poster: str
    pictures: tuple[str, ...]
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """One card of the feed, ready for its template."""

    post: PostView
    author: PersonCard
    author_href: str
    product: ProductCard | None
    product_href: str
    more_products: int
    is_liked: bool
    is_following: bool
    is_own: bool
    placement: Placement
    video_src: str
    stream_src: str
    poster: str
    pictures: tuple[str, ...]
    is_wide: bool

    @property
    def is_video(self) -> bool:
        """Whether there is a clip to play, else pictures to flip."""
        return self.post.kind is PostKind.VIDEO


def person_path(person: PersonCard) -> str:
    """Address of somebody's page."""
    return f"/@{person.handle}" if person.handle else f"/u/{person.id}"


def load_clips(
    viewer: Actor | None, placements: Mapping[UUID, Placement], scene: str
) -> list[Clip]:
    """Clips of these posts in this order; what the viewer may not see is left out."""
    posts = list_posts(list(placements), viewer)
    ordered = [posts[i] for i in placements if i in posts]
    return compose_clips(viewer, ordered, scene, placements)


def compose_clips(
    viewer: Actor | None,
    posts: Sequence[PostView],
    scene: str,
    placements: Mapping[UUID, Placement] | None = None,
) -> list[Clip]:
    """Clips of posts that were read already: three statements more, five when signed in."""
    person_id = viewer.person_id if viewer else None
    people = list_person_cards({p.author_id for p in posts})
    goods = list_product_cards({i for p in posts for i in p.product_ids})
    liked = list_liked(viewer, [p.id for p in posts]) if viewer else set()
    followed = list_following_among(person_id, {p.author_id for p in posts}) if person_id else set()
    clips = []
    for post in posts:
        author = people.get(post.author_id)
        if author is None:
            continue
        offered = [goods[i] for i in post.product_ids if i in goods and goods[i].is_buyable]
        placement = (placements or {}).get(post.id, Placement())
        product = offered[0] if offered else None
        clips.append(
            Clip(
                post=post,
                author=author,
                author_href=person_path(author),
                product=product,
                product_href=product_path(product.id, scene, post.id, placement.decision_id)
                if product
                else "",
                more_products=max(0, len(offered) - 1),
                is_liked=post.id in liked,
                is_following=author.id in followed,
                is_own=author.id == person_id,
                placement=placement,
                **_playback(post),
            )
        )
    return clips


def _playback(post: PostView) -> _Playback:
    video = post.video
    if video is None:
        keys = [a.picture_for(STAGE_WIDTH) for a in post.assets if a.playable]
        pictures = tuple(media_url(key) for key in keys)
        return _Playback(video_src="", stream_src="", poster="", pictures=pictures, is_wide=False)
    stream = media_prefix_url(video.hls_prefix, video.hls_name) if video.hls_prefix else ""
    poster = post.poster_key or video.poster_key
    return _Playback(
        video_src=media_url(video.mp4_key) if video.mp4_key else "",
        stream_src=stream,
        poster=media_url(poster) if poster else "",
        pictures=(),
        is_wide=video.height > 0 and video.width / video.height > PORTRAIT_RATIO,
    )
