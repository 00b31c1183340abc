"""Where a buyer comes from: written into links to a product, read again when it is bought.

Only ids travel in the address (`s` scene, `p` post, `d` decision); whose post it is and whether it
carries the product is looked up, so that nobody can claim somebody else's sale.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jishi.content.posts.queries import get_post
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.types import Actor
from jishi.surfaces.market.requests import find_id
from jishi.trade.orders.types import Attribution

SCENES = frozenset({"feed", "following", "post", "topic", "creator", "mall", "search", "shop"})
FIELDS = ("s", "p", "d")


def product_path(
    product_id: UUID, scene: str, post_id: UUID | None = None, decision_id: UUID | None = None
) -> str:
    """Address of a product's page that remembers where it was found."""
    post = f"&p={post_id}" if post_id else ""
    decision = f"&d={decision_id}" if decision_id else ""
    return f"/g/{product_id}?s={scene}{post}{decision}"  # ids and codes: nothing to quote


def read_attribution(
    values: Mapping[str, str], product_id: UUID, viewer: Actor | None
) -> Attribution | None:
    """The attribution of a purchase of `product_id`; None when the address says nothing."""
    scene = values.get("s", "")
    if scene not in SCENES:
        return None
    post_id = find_id(values.get("p"))
    if post_id is None:
        return Attribution(scene=scene)
    try:
        post = get_post(viewer, post_id)
    except NotFound:
        return Attribution(scene=scene)
    if product_id not in post.product_ids:
        return Attribution(scene=scene)
    return Attribution(
        scene=scene,
        content_kind=str(post.kind),
        content_id=post.id,
        creator_id=post.author_id,
        decision_id=find_id(values.get("d")),
    )
