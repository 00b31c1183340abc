"""Strike an entry out of an address book."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.models import Address


def delete_address(*, actor: Actor, address_id: UUID) -> None:
    """Delete one of the actor's own; the newest left becomes the default. Raises NotFound."""
    require_transaction()
    own = Address.objects.select_for_update().filter(person_id=actor.require_person())
    rows = {row.id: row for row in own.order_by("created_at", "id")}
    row = rows.pop(address_id, None)
    if row is None:
        raise NotFound()
    row.delete()
    if row.is_default and rows:
        newest = list(rows.values())[-1]
        newest.is_default = True
        newest.save(update_fields=["is_default"])
