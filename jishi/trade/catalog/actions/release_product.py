"""Let a held product go."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import ListingStatus, ProductView


def release_product(*, actor: Actor, product_id: UUID, note: str = "") -> ProductView:
    """Let the shop put a held product back on the shelf itself.

    Raises NotAllowed, NotFound, TransitionRefused.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    product = lock_product(product_id)
    move_product(
        actor=actor, product=product, target=ListingStatus.DELISTED, by="operator", note=note
    )
    product.save()
    return load_product(product.id)
