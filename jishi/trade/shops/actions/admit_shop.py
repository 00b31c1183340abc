"""Let a shop open."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions.move_shop import move_shop, require_operator
from jishi.trade.shops.actions.refresh_standing import refresh_standing
from jishi.trade.shops.events import ShopAdmitted
from jishi.trade.shops.queries import card_of, lock_shop
from jishi.trade.shops.queries.documents import raise_block
from jishi.trade.shops.types import BlockReason, ShopCard, ShopStatus


def admit_shop(*, actor: Actor, shop_id: UUID, note: str = "") -> ShopCard:
    """Open a shop that applied.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused,
    ShopDocumentsMissing while a document is not approved that every shop must hold.
    """
    require_transaction()
    by = require_operator(actor)
    shop = move_shop(actor=actor, shop=lock_shop(shop_id), target=ShopStatus.OPEN, by=by, note=note)
    for block in refresh_standing(shop_id=shop_id).blocks:
        if block.reason is BlockReason.DOCUMENT and not block.category:
            raise_block(block)
    record(ShopAdmitted(shop_id=shop.id, owner_id=shop.owner_id))
    return card_of(shop)
