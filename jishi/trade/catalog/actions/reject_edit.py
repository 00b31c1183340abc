"""Send an edit back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_product import move_product
from jishi.trade.catalog.events import EditJudged
from jishi.trade.catalog.queries.desk import lock_product
from jishi.trade.catalog.queries.products import load_product
from jishi.trade.catalog.types import EditStatus, ProductView


def reject_edit(*, actor: Actor, product_id: UUID, note: str) -> ProductView:
    """Send an edit back; the note says what to mend, the passed version goes on selling.

    Raises NotAllowed for anybody but the operator, NotFound, TransitionRefused.
    """
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    product = lock_product(product_id)
    move_product(actor=actor, product=product, target=EditStatus.REJECTED, by="operator", note=note)
    product.save()
    record(
        EditJudged(product_id=product.id, shop_id=product.shop_id, passed=False, note=product.note)
    )
    return load_product(product.id)
