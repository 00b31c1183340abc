"""Close a shop for good."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.move_shop import move_shop
from jishi.trade.shops.events import ShopClosed
from jishi.trade.shops.queries import card_of, lock_shop, require_shop_right
from jishi.trade.shops.types import Right, ShopCard, ShopStatus


def close_shop(*, actor: Actor, shop_id: UUID, note: str = "") -> ShopCard:
    """Stop selling for good; running orders are finished, the name becomes free.

    Raises NotAllowed for anybody but the owner and the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    shop = lock_shop(shop_id)
    by = "operator"
    if not actor.is_operator:
        require_shop_right(actor, shop_id, Right.CLOSE_SHOP)
        by = "owner"
    move_shop(actor=actor, shop=shop, target=ShopStatus.CLOSED, by=by, note=note)
    record(ShopClosed(shop_id=shop.id, owner_id=shop.owner_id))
    return card_of(shop)
