"""Turn an application down."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.move_shop import move_shop, require_operator
from jishi.trade.shops.events import ShopRejected
from jishi.trade.shops.queries import card_of, lock_shop
from jishi.trade.shops.types import ShopCard, ShopStatus


def reject_shop(*, actor: Actor, shop_id: UUID, note: str = "") -> ShopCard:
    """Refuse an application; the note tells the owner what to mend.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    by = require_operator(actor)
    shop = move_shop(
        actor=actor, shop=lock_shop(shop_id), target=ShopStatus.REJECTED, by=by, note=note
    )
    record(ShopRejected(shop_id=shop.id, owner_id=shop.owner_id, note=shop.decision_note))
    return card_of(shop)
