"""End somebody's work in a shop."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.actions.revoke_membership import revoke_membership
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions._member import check_authority
from jishi.trade.shops.errors import OwnerStays
from jishi.trade.shops.queries import find_shop_role
from jishi.trade.shops.types import SHOP_SCOPE, ShopRole


def remove_member(*, actor: Actor, shop_id: UUID, person_id: UUID) -> None:
    """Take a member's role away at once; everybody but the owner may leave by themselves.

    Raises NotAllowed, NotFound, OwnerStays.
    """
    require_transaction()
    if actor.person_id == person_id:
        if find_shop_role(person_id, shop_id) is ShopRole.OWNER:
            raise OwnerStays()
    else:
        check_authority(actor, shop_id, person_id)
    revoke_membership(actor=actor, person_id=person_id, scope_kind=SHOP_SCOPE, scope_id=shop_id)
