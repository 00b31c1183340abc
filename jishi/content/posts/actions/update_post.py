"""Other words, topics, products or visibility."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.content.posts.actions._content import check_assets, check_labels, check_products
from jishi.content.posts.errors import MediaFixed
from jishi.content.posts.events import PostChanged
from jishi.content.posts.models import Post
from jishi.content.posts.queries.rows import load_view, lock_own_post
from jishi.content.posts.rules import BODY_LIMIT, TITLE_LIMIT, clean_topics, topic_key
from jishi.content.posts.types import PostStatus, PostView, Visibility
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.types import Actor

OUT = (PostStatus.PUBLISHED, PostStatus.RESTRICTED)


def update_post(
    *,
    actor: Actor,
    post_id: UUID,
    title: str | None = None,
    body: str | None = None,
    asset_ids: Sequence[UUID] | None = None,
    topics: Sequence[str] | None = None,
    product_ids: Sequence[UUID] | None = None,
    visibility: str | None = None,
    labels: Sequence[str] | None = None,
) -> PostView:
    """Change what is given of the actor's own post; files only while it is a draft.

    Raises NotFound, MediaFixed and what `create_post` raises.
    """
    post = lock_own_post(actor, post_id)
    if title is not None:
        post.title = clean_line(title, field="title", limit=TITLE_LIMIT)
    if body is not None:
        post.body = clean_text(body, field="body", limit=BODY_LIMIT, required=False)
    if topics is not None:
        post.topics = clean_topics(topics)
        post.topic_keys = [topic_key(t) for t in post.topics]
    if labels is not None:
        post.labels = check_labels(labels)
    if product_ids is not None:
        post.product_ids = check_products(product_ids, kept=set(post.product_ids))
    if visibility is not None:
        if visibility not in set(Visibility):
            raise InvalidInput(field="visibility")
        post.visibility = visibility
    if asset_ids is not None:
        _change_assets(post, asset_ids)
    post.updated_at = clock.now()
    post.save()
    audit(actor=actor, action="update_post", subject_kind="post", subject_id=post.id)
    if post.status in OUT:
        record(PostChanged(post_id=post.id, author_id=post.author_id))
    return load_view(post.id)


def _change_assets(post: Post, asset_ids: Sequence[UUID]) -> None:
    if list(asset_ids) == list(post.asset_ids):
        return
    if post.status != PostStatus.DRAFT:
        raise MediaFixed()
    post.asset_ids = check_assets(post.kind, asset_ids, post.author_id)
