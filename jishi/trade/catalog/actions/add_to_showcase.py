"""Put products into a showcase."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._showcase import lock_entries, require_showcase
from jishi.trade.catalog.errors import ShowcaseFull
from jishi.trade.catalog.events import ShowcaseChanged
from jishi.trade.catalog.models import ShowcaseEntry
from jishi.trade.catalog.queries.products import list_product_cards
from jishi.trade.catalog.queries.showcases import list_showcase
from jishi.trade.catalog.rules import MAX_SHOWCASE
from jishi.trade.catalog.types import ShowcaseItem, ShowcaseKind, ShowcaseOwner


def add_to_showcase(
    *, actor: Actor, owner: ShowcaseOwner, product_ids: Sequence[UUID]
) -> tuple[ShowcaseItem, ...]:
    """Put products on top, in the given order; those that are there already stay where they are.

    A shop shows its own goods only, a person whatever is on sale. Raises NotFound for what is
    not on sale, ShowcaseFull, NotAllowed.
    """
    require_transaction()
    require_showcase(actor, owner)
    wanted = list(dict.fromkeys(product_ids))
    cards = list_product_cards(wanted)
    for product_id in wanted:
        card = cards.get(product_id)
        foreign = card and owner.kind is ShowcaseKind.SHOP and card.shop_id != owner.id
        if card is None or not card.is_buyable or foreign:
            raise NotFound()
    entries = lock_entries(owner)
    known = {entry.product_id for entry in entries}
    fresh = [product_id for product_id in wanted if product_id not in known]
    if len(entries) + len(fresh) > MAX_SHOWCASE:
        raise ShowcaseFull(limit=MAX_SHOWCASE)
    top = min((entry.position for entry in entries), default=0) - len(fresh)
    ShowcaseEntry.objects.bulk_create(
        [
            ShowcaseEntry(
                owner_kind=owner.kind,
                owner_id=owner.id,
                product_id=product_id,
                position=top + n,
                added_at=clock.now(),
            )
            for n, product_id in enumerate(fresh)
        ],
        ignore_conflicts=True,
    )
    audit(actor=actor, action="add_to_showcase", subject_kind=owner.kind, subject_id=owner.id)
    if fresh:
        record(ShowcaseChanged(owner_kind=owner.kind, owner_id=owner.id))
    return list_showcase(owner, actor)
