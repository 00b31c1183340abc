"""Who may arrange a showcase, and its rows under a lock."""

from __future__ import annotations

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.models import ShowcaseEntry
from jishi.trade.catalog.types import ShowcaseKind, ShowcaseOwner
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def require_showcase(actor: Actor, owner: ShowcaseOwner) -> None:
    """Raises NotAllowed for anybody but the person, or the shop's people."""
    if owner.kind is ShowcaseKind.SHOP:
        require_shop_right(actor, owner.id, Right.EDIT_PRODUCTS)
    elif actor.require_person() != owner.id:
        raise NotAllowed()


def lock_entries(owner: ShowcaseOwner) -> list[ShowcaseEntry]:
    """All entries in their order, locked."""
    rows = ShowcaseEntry.objects.select_for_update(no_key=True)
    return list(rows.filter(owner_kind=owner.kind, owner_id=owner.id).order_by("position", "id"))
