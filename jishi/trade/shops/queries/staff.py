"""Who may act for a shop, and who works in it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from jishi.foundation.accounts import queries as accounts
from jishi.foundation.accounts.errors import InvitationUnusable
from jishi.foundation.accounts.types import InvitationView
from jishi.foundation.kernel.errors import NotAllowed
from jishi.foundation.kernel.types import Actor
from jishi.trade.shops.rules import MAY_APPOINT, ROLE_RIGHTS, roles_with
from jishi.trade.shops.types import ROLES, SHOP_SCOPE, MemberView, OfferView, Right, ShopRole


def can_manage_shop(person_id: UUID, shop_id: UUID, roles: Collection[str] = ROLES) -> bool:
    """Whether the person holds one of `roles` in the shop now."""
    return accounts.has_role(person_id, SHOP_SCOPE, shop_id, roles)


def require_shop_role(actor: Actor, shop_id: UUID, roles: Collection[str] = ROLES) -> UUID:
    """The person's id, if they hold one of `roles` in the shop.

    Raises NotSignedIn for nobody, NotAllowed for anybody else, the operator included: what the
    operator does to a shop has actions of its own.
    """
    person_id = actor.require_person()
    if not can_manage_shop(person_id, shop_id, roles):
        raise NotAllowed()
    return person_id


def has_shop_right(person_id: UUID, shop_id: UUID, right: Right) -> bool:
    """Whether the person's role in the shop has the right now."""
    return can_manage_shop(person_id, shop_id, roles_with(right))


def require_shop_right(actor: Actor, shop_id: UUID, right: Right) -> UUID:
    """The person's id, if their role in the shop has the right; raises as `require_shop_role`."""
    return require_shop_role(actor, shop_id, roles_with(right))


def find_shop_role(person_id: UUID, shop_id: UUID) -> ShopRole | None:
    """What the person is in the shop now; one statement."""
    for held in accounts.list_memberships(person_id, SHOP_SCOPE):
        if held.scope_id == shop_id:
            return ShopRole(held.role)
    return None


def list_rights(role: ShopRole) -> frozenset[Right]:
    """What a role may do."""
    return ROLE_RIGHTS[role]


def list_roles_with(right: Right) -> tuple[ShopRole, ...]:
    """The roles that have a right, the owner first."""
    return roles_with(right)


def list_appointable(role: ShopRole) -> tuple[ShopRole, ...]:
    """The roles that somebody of this role may offer and take away."""
    allowed = MAY_APPOINT.get(role, frozenset())
    return tuple(r for r in ShopRole if r in allowed)


def list_members(actor: Actor, shop_id: UUID) -> tuple[MemberView, ...]:
    """Who works in the shop, oldest first, for its people; raises NotAllowed. Three statements."""
    if not actor.is_operator:
        require_shop_role(actor, shop_id, tuple(ShopRole))
    held = accounts.list_members(SHOP_SCOPE, shop_id)
    cards = accounts.list_person_cards(m.person_id for m in held)
    return tuple(
        MemberView(
            m.person_id,
            cards[m.person_id].display_name,
            cards[m.person_id].avatar_key,
            ShopRole(m.role),
            m.granted_at,
        )
        for m in held
    )


def list_offers(actor: Actor, shop_id: UUID) -> tuple[OfferView, ...]:
    """Roles offered and not answered, newest first, for those who manage staff."""
    require_shop_right(actor, shop_id, Right.MANAGE_STAFF)
    return tuple(offer_of(i) for i in accounts.list_invitations(SHOP_SCOPE, shop_id))


def get_offer(token: str) -> OfferView:
    """The offer behind a link; raises InvitationUnusable when it is spent, late or unknown."""
    found = accounts.get_invitation(token)
    if found.scope_kind != SHOP_SCOPE:
        raise InvitationUnusable()
    return offer_of(found)


def offer_of(invitation: InvitationView) -> OfferView:
    """An invitation of accounts as an offer of this room."""
    return OfferView(
        invitation.id,
        invitation.scope_id,
        ShopRole(invitation.role),
        invitation.note,
        invitation.expires_at,
        invitation.token,
    )
