"""Take an offered role back before it is answered."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.actions.withdraw_invitation import withdraw_invitation
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import SHOP_SCOPE, Right


def revoke_offer(*, actor: Actor, shop_id: UUID, offer_id: UUID) -> None:
    """Make the link worthless; raises NotAllowed, InvitationUnusable when it was answered."""
    require_transaction()
    require_shop_right(actor, shop_id, Right.MANAGE_STAFF)
    withdraw_invitation(
        actor=actor, scope_kind=SHOP_SCOPE, scope_id=shop_id, invitation_id=offer_id
    )
