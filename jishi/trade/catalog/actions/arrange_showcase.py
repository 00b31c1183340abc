"""Bring a showcase into another order; pin and hide."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._showcase import lock_entries, require_showcase
from jishi.trade.catalog.errors import TooManyPinned
from jishi.trade.catalog.events import ShowcaseChanged
from jishi.trade.catalog.models import ShowcaseEntry
from jishi.trade.catalog.queries.showcases import list_showcase
from jishi.trade.catalog.rules import MAX_PINNED
from jishi.trade.catalog.types import ShowcaseItem, ShowcaseOwner


def arrange_showcase(
    *,
    actor: Actor,
    owner: ShowcaseOwner,
    order: Sequence[UUID] | None = None,
    product_id: UUID | None = None,
    is_pinned: bool | None = None,
    is_hidden: bool | None = None,
) -> tuple[ShowcaseItem, ...]:
    """Products in the order given, those not named behind them; or pin, hide, show one of them.

    Raises NotFound for a product that isn't in it, TooManyPinned, NotAllowed.
    """
    require_transaction()
    require_showcase(actor, owner)
    entries = lock_entries(owner)
    by_product = {entry.product_id: entry for entry in entries}
    if any(key not in by_product for key in order or ()):
        raise NotFound()
    if order is not None:
        first = dict.fromkeys(order)
        ranked = [by_product[key] for key in first]
        ranked += [entry for entry in entries if entry.product_id not in first]
        for position, entry in enumerate(ranked):
            entry.position = position
    if product_id is not None:
        found = by_product.get(product_id)
        if found is None:
            raise NotFound()
        found.is_pinned = found.is_pinned if is_pinned is None else is_pinned
        found.is_hidden = found.is_hidden if is_hidden is None else is_hidden
        if sum(entry.is_pinned for entry in entries) > MAX_PINNED:
            raise TooManyPinned(limit=MAX_PINNED)
    ShowcaseEntry.objects.bulk_update(entries, ["position", "is_pinned", "is_hidden"])
    record(ShowcaseChanged(owner_kind=owner.kind, owner_id=owner.id))
    return list_showcase(owner, actor)
