"""Who may change whose place in a shop."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import NotAllowed, NotFound
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.errors import OwnerStays
from jishi.trade.shops.queries import (
    find_shop_role,
    list_appointable,
    lock_shop,
    require_shop_right,
)
from jishi.trade.shops.types import Right, ShopRole


def check_authority(
    actor: Actor, shop_id: UUID, person_id: UUID, role: ShopRole | None = None
) -> ShopRole:
    """The member's role now, the shop locked; raises NotAllowed, NotFound, OwnerStays.

    Somebody who manages staff may touch those whom they may appoint, into roles likewise.
    """
    lock_shop(shop_id)
    own = find_shop_role(require_shop_right(actor, shop_id, Right.MANAGE_STAFF), shop_id)
    held = find_shop_role(person_id, shop_id)
    if own is None or held is None:
        raise NotFound()
    if held is ShopRole.OWNER or role is ShopRole.OWNER:
        raise OwnerStays()
    allowed = list_appointable(own)
    if held not in allowed or (role is not None and role not in allowed):
        raise NotAllowed()
    return held
