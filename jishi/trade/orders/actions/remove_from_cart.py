"""Take goods out of a cart."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import CartLine
from jishi.trade.orders.queries.buying import get_cart
from jishi.trade.orders.types import CartView


def remove_from_cart(*, actor: Actor, sku_ids: Sequence[UUID]) -> CartView:
    """Take these SKUs out; those that are not there are passed over. Raises NotSignedIn."""
    require_transaction()
    CartLine.objects.filter(person_id=actor.require_person(), sku_id__in=list(sku_ids)).delete()
    return get_cart(actor)
