"""Offer somebody a role in a shop."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.accounts.actions.invite_member import invite_member
from jishi.foundation.accounts.queries import list_members as list_memberships_of
from jishi.foundation.accounts.queries import read_contact
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.errors import TooManyMembers
from jishi.trade.shops.queries import (
    find_shop_role,
    list_appointable,
    lock_shop,
    require_shop_right,
)
from jishi.trade.shops.queries.staff import list_offers, offer_of
from jishi.trade.shops.rules import MAX_MEMBERS
from jishi.trade.shops.types import SHOP_SCOPE, OfferView, Right, ShopRole


def offer_role(*, actor: Actor, shop_id: UUID, role: ShopRole, contact: str = "") -> OfferView:
    """Make a link that gives its holder the role, once, within seven days.

    `contact` is the address or number it will be sent to; empty when it is handed over by hand.
    Only this answer carries the token. Raises NotAllowed for a role that the actor may not give,
    NotFound, EmailInvalid, PhoneInvalid, TooManyMembers.
    """
    require_transaction()
    lock_shop(shop_id)
    person_id = require_shop_right(actor, shop_id, Right.MANAGE_STAFF)
    own = find_shop_role(person_id, shop_id)
    if own is None or role not in list_appointable(own):
        raise NotAllowed()
    sent_to = ""
    if contact.strip():
        found = read_contact(contact)
        sent_to = found.email or found.phone or ""
    count = len(list_memberships_of(SHOP_SCOPE, shop_id)) + len(list_offers(actor, shop_id))
    if count >= MAX_MEMBERS:
        raise TooManyMembers(limit=MAX_MEMBERS)
    invitation = invite_member(
        actor=actor,
        scope_kind=SHOP_SCOPE,
        scope_id=shop_id,
        role=ShopRole(role).value,
        note=sent_to[:100],
    )
    return offer_of(invitation)
