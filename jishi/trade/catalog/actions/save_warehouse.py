"""Open a warehouse, or change what is known of one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.errors import WarehouseNameTaken
from jishi.trade.catalog.models import Warehouse
from jishi.trade.catalog.queries.warehouses import load_warehouse
from jishi.trade.catalog.rules import MAX_WAREHOUSES
from jishi.trade.catalog.types import WarehouseView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

NAME_LIMIT, REGION_LIMIT, MAX_SERVED, MAX_POSITION = 40, 80, 40, 999


def save_warehouse(
    *,
    actor: Actor,
    shop_id: UUID,
    warehouse_id: UUID | None = None,
    name: str,
    region: str = "",
    serves: Sequence[str] = (),
    position: int = 0,
) -> WarehouseView:
    """Enter a warehouse, or change one; `serves` are the regions that are sent to from here first.

    Raises WarehouseNameTaken, InvalidInput, TextTooLong, NotFound; NotAllowed but for owner and
    managers.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    served = [clean_line(r, field="serves", limit=REGION_LIMIT) for r in serves]
    if len(served) > MAX_SERVED or type(position) is not int or not 0 <= position <= MAX_POSITION:
        raise InvalidInput(field="serves" if len(served) > MAX_SERVED else "position")
    rows = Warehouse.objects.filter(shop_id=shop_id)
    if warehouse_id is None:
        if rows.count() >= MAX_WAREHOUSES:
            raise InvalidInput(field="name")
        row = Warehouse(shop_id=shop_id, created_at=clock.now())
    else:
        found = rows.filter(id=warehouse_id, is_closed=False).first()
        if found is None:
            raise NotFound()
        row = found
    row.name = clean_line(name, field="name", limit=NAME_LIMIT, required=warehouse_id is None)
    row.region = clean_line(region, field="region", limit=REGION_LIMIT, required=False)
    row.serves = list(dict.fromkeys(served))
    row.position = position
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise WarehouseNameTaken() from None
    audit(actor=actor, action="save_warehouse", subject_kind="warehouse", subject_id=row.id)
    return load_warehouse(row.id)
