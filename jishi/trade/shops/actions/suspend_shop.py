"""Stop a shop from selling."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.move_shop import move_shop, require_operator
from jishi.trade.shops.events import ShopSuspended
from jishi.trade.shops.queries import card_of, lock_shop
from jishi.trade.shops.types import ShopCard, ShopStatus


def suspend_shop(*, actor: Actor, shop_id: UUID, note: str = "") -> ShopCard:
    """Stop an open shop from selling; the note tells its owner why.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    by = require_operator(actor)
    shop = move_shop(
        actor=actor, shop=lock_shop(shop_id), target=ShopStatus.SUSPENDED, by=by, note=note
    )
    record(ShopSuspended(shop_id=shop.id, owner_id=shop.owner_id, note=shop.decision_note))
    return card_of(shop)
