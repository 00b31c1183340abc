"""A post can be found, is found by other words, or not any more."""

from __future__ import annotations

import math
from uuid import UUID

from jishi.content.posts.queries import list_posts
from jishi.content.posts.types import PostStatus, Visibility
from jishi.foundation.accounts.queries import list_person_cards
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.traffic.search.actions._put import drop_document, put_document
from jishi.traffic.search.rules import LABEL, TEXT, TITLE
from jishi.traffic.search.types import Kind


def index_post(*, actor: Actor, post_id: UUID) -> bool:
    """Bring a post's row up to date; returns whether anybody can find it now."""
    market = Actor(ActorKind.OPERATOR)  # sees every state, and decides below
    post = list_posts([post_id], market).get(post_id)
    if (
        post is None
        or post.status is not PostStatus.PUBLISHED
        or post.visibility is Visibility.PRIVATE
    ):
        drop_document(post_id)
        return False
    author = list_person_cards([post.author_id]).get(post.author_id)
    put_document(
        Kind.POST,
        post.id,
        post.author_id,
        post.title or post.body[:80],
        [
            (TITLE, post.title),
            (LABEL, " ".join(post.topics)),
            (LABEL, author.display_name if author else ""),
            (TEXT, post.body[:5000]),
        ],
        for_followers=post.visibility is Visibility.FOLLOWERS,
        weight=math.log1p(post.like_count),
    )
    return True
