"""A new draft."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.content.posts.actions._content import check_assets, check_labels, check_products
from jishi.content.posts.models import Post
from jishi.content.posts.queries.rows import load_view
from jishi.content.posts.rules import BODY_LIMIT, TITLE_LIMIT, clean_topics, topic_key
from jishi.content.posts.types import PostKind, PostStatus, PostView, Visibility
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.idempotency import once
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.foundation.kernel.types import Actor


def create_post(
    *,
    actor: Actor,
    kind: str,
    title: str,
    body: str = "",
    asset_ids: Sequence[UUID] = (),
    topics: Sequence[str] = (),
    product_ids: Sequence[UUID] = (),
    visibility: str = Visibility.PUBLIC,
    labels: Sequence[str] = (),
    idempotency_key: str | None = None,
) -> PostView:
    """Keep a draft of the actor; its files and products are checked, it need not be complete.

    With an `idempotency_key` a repeated call answers with the first one's draft. Raises
    MediaUnusable, TooManyProducts, ProductNotOnSale, TooManyTopics, BadTopic, TextTooLong,
    InvalidInput, IdempotencyConflict.
    """
    author_id = actor.require_person()
    if kind not in set(PostKind):
        raise InvalidInput(field="kind")
    if visibility not in set(Visibility):
        raise InvalidInput(field="visibility")
    words = clean_topics(topics)
    values = {
        "kind": kind,
        "title": clean_line(title, field="title", limit=TITLE_LIMIT),
        "body": clean_text(body, field="body", limit=BODY_LIMIT, required=False),
        "topics": words,
        "topic_keys": [topic_key(w) for w in words],
        "asset_ids": list(asset_ids),
        "product_ids": list(product_ids),
        "visibility": visibility,
        "labels": check_labels(labels),
    }

    def write() -> UUID:
        values["asset_ids"] = check_assets(kind, asset_ids, author_id)
        values["product_ids"] = check_products(product_ids)
        now = clock.now()
        post = Post.objects.create(
            author_id=author_id, status=PostStatus.DRAFT, created_at=now, updated_at=now, **values
        )
        audit(actor=actor, action="create_post", subject_kind="post", subject_id=post.id)
        return post.id

    if idempotency_key is None:
        return load_view(write())
    post_id = once(
        scope="posts.create_post",
        owner=author_id,
        key=idempotency_key,
        value=dict(values),
        kind=UUID,
        run=write,
    )
    return load_view(post_id)
