"""Take up a role in a shop."""

from __future__ import annotations

from jishi.foundation.accounts.actions.accept_invitation import accept_invitation
from jishi.foundation.accounts.queries import get_person_card
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.errors import MemberAlready
from jishi.trade.shops.queries import find_shop_role, get_offer, lock_shop
from jishi.trade.shops.types import MemberView, ShopRole, ShopStatus


def accept_offer(*, actor: Actor, token: str) -> MemberView:
    """Join the shop; who works there already keeps the role they have.

    Raises InvitationUnusable, MemberAlready, TransitionRefused for a shop that has closed.
    """
    require_transaction()
    person_id = actor.require_person()
    offer = get_offer(token)
    shop = lock_shop(offer.shop_id)
    if shop.status == ShopStatus.CLOSED:
        raise TransitionRefused(status=shop.status, to="member")
    if find_shop_role(person_id, offer.shop_id) is not None:
        raise MemberAlready()
    held = accept_invitation(actor=actor, token=token)
    card = get_person_card(person_id)
    return MemberView(
        person_id, card.display_name, card.avatar_key, ShopRole(held.role), held.granted_at
    )
