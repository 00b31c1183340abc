"""Showcases of people and shops."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries.rows import CARD_SQL, card_of
from jishi.trade.catalog.rules import MAX_SHOWCASE
from jishi.trade.catalog.types import ShowcaseItem, ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.queries import can_manage_shop

_SQL = CARD_SQL.format(
    extra=", p.is_pinned, p.is_hidden",
    source="""(
    SELECT g.*, e.is_pinned, e.is_hidden, e.position, e.id AS entry_id
    FROM catalog_showcaseentry e JOIN catalog_product g ON g.id = e.product_id
    WHERE e.owner_kind = %s AND e.owner_id = %s AND g.listing_status <> 'deleted')""",
)
_SQL += """
WHERE %s OR (NOT p.is_hidden AND p.listing_status = 'listed' AND s.status = 'open')
ORDER BY p.is_pinned DESC, p.position, p.entry_id LIMIT %s
"""


def list_showcase(
    owner: ShowcaseOwner, viewer: Actor | None = None, *, limit: int = MAX_SHOWCASE
) -> tuple[ShowcaseItem, ...]:
    """What is shown, pinned first; hidden things and what is not on sale for its owner only.

    One statement; for a shop's showcase with a viewer one more.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [owner.kind, owner.id, _owns(owner, viewer), limit])
        return tuple(ShowcaseItem(card_of(r), r[14], r[15]) for r in cursor.fetchall())


def _owns(owner: ShowcaseOwner, viewer: Actor | None) -> bool:
    if viewer is None or viewer.person_id is None:
        return False
    if owner.kind is ShowcaseKind.SHOP:
        return can_manage_shop(viewer.person_id, owner.id)
    return viewer.person_id == owner.id
