"""Give a member of a shop another role."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.actions.grant_membership import grant_membership
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.actions._member import check_authority
from jishi.trade.shops.types import SHOP_SCOPE, ShopRole


def change_role(*, actor: Actor, shop_id: UUID, person_id: UUID, role: ShopRole) -> None:
    """Let a member hold exactly this role from now on.

    Raises NotAllowed unless the actor may appoint both the old and the new role, NotFound for
    somebody who does not work there, OwnerStays.
    """
    require_transaction()
    check_authority(actor, shop_id, person_id, role)
    grant_membership(
        actor=actor,
        person_id=person_id,
        scope_kind=SHOP_SCOPE,
        scope_id=shop_id,
        role=ShopRole(role).value,
    )
