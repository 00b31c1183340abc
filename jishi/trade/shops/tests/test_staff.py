"""Roles, rights, offers of a role: made, taken up, declined, revoked, ended."""

from datetime import timedelta

import pytest
from django.db import transaction

from jishi.foundation.accounts.errors import EmailInvalid, InvitationUnusable
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotAllowed, NotFound, TransitionRefused
from jishi.foundation.kernel.types import person_actor
from jishi.trade.shops import queries
from jishi.trade.shops.actions.accept_offer import accept_offer
from jishi.trade.shops.actions.change_role import change_role
from jishi.trade.shops.actions.close_shop import close_shop
from jishi.trade.shops.actions.decline_offer import decline_offer
from jishi.trade.shops.actions.offer_role import offer_role
from jishi.trade.shops.actions.remove_member import remove_member
from jishi.trade.shops.actions.revoke_offer import revoke_offer
from jishi.trade.shops.errors import MemberAlready, OwnerStays
from jishi.trade.shops.factories import make_member, make_shop, owner_of
from jishi.trade.shops.rules import MAY_APPOINT, ROLE_RIGHTS
from jishi.trade.shops.types import Right, ShopRole

pytestmark = pytest.mark.django_db


def somebody():
    return person_actor(make_person().id)


def test_every_role_has_exactly_its_rights():
    shop = make_shop()
    people = {ShopRole.OWNER: owner_of(shop)} | {
        role: make_member(shop, role) for role in ShopRole if role is not ShopRole.OWNER
    }
    for role, actor in people.items():
        assert queries.find_shop_role(actor.person_id, shop.id) is role
        for right in Right:
            assert queries.has_shop_right(actor.person_id, shop.id, right) == (
                right in ROLE_RIGHTS[role]
            )
    assert ROLE_RIGHTS[ShopRole.OWNER] == set(Right)
    assert all(queries.list_roles_with(right)[0] is ShopRole.OWNER for right in Right)
    with pytest.raises(NotAllowed):
        queries.require_shop_right(somebody(), shop.id, Right.SEE_ORDERS)
    assert queries.find_shop_role(make_person().id, shop.id) is None


def test_who_may_offer_which_role():
    shop = make_shop()
    manager, packer = make_member(shop, ShopRole.MANAGER), make_member(shop, ShopRole.PACKER)
    for actor, role in ((owner_of(shop), ShopRole.OWNER), (manager, ShopRole.MANAGER)):
        assert role in set(ShopRole) - MAY_APPOINT[queries.find_shop_role(actor.person_id, shop.id)]
        with pytest.raises(NotAllowed):
            offer_role(actor=actor, shop_id=shop.id, role=role)
    with pytest.raises(NotAllowed):
        offer_role(actor=packer, shop_id=shop.id, role=ShopRole.SERVICE)
    with pytest.raises(EmailInvalid):
        offer_role(actor=manager, shop_id=shop.id, role=ShopRole.SERVICE, contact="x@y")
    offer_role(actor=manager, shop_id=shop.id, role=ShopRole.SERVICE, contact="Lin@Tea.example")
    (offer,) = queries.list_offers(manager, shop.id)
    assert (offer.role, offer.contact, offer.token) == ("service", "lin@tea.example", None)


def test_an_offer_is_taken_up_once_in_time_and_never_lowers_a_member():
    shop, person = make_shop(), somebody()
    offer = offer_role(actor=owner_of(shop), shop_id=shop.id, role=ShopRole.PACKER)
    with pytest.raises(MemberAlready):
        accept_offer(actor=owner_of(shop), token=offer.token)
    assert accept_offer(actor=person, token=offer.token).role is ShopRole.PACKER
    with pytest.raises(InvitationUnusable):
        accept_offer(actor=somebody(), token=offer.token)
    late = offer_role(actor=owner_of(shop), shop_id=shop.id, role=ShopRole.PACKER)
    clock.advance(timedelta(days=8))
    with pytest.raises(InvitationUnusable):
        accept_offer(actor=somebody(), token=late.token)
    with pytest.raises(InvitationUnusable):
        accept_offer(actor=somebody(), token="never")


def test_an_offer_is_declined_or_revoked_and_void_for_a_closed_shop():
    shop = make_shop()
    offers = [
        offer_role(actor=owner_of(shop), shop_id=shop.id, role=ShopRole.STAFF) for _ in range(3)
    ]
    decline_offer(actor=somebody(), token=offers[0].token)
    with pytest.raises(NotAllowed):
        revoke_offer(actor=somebody(), shop_id=shop.id, offer_id=offers[1].id)
    revoke_offer(actor=owner_of(shop), shop_id=shop.id, offer_id=offers[1].id)
    for spent in offers[:2]:
        with pytest.raises(InvitationUnusable), transaction.atomic():
            accept_offer(actor=somebody(), token=spent.token)
    close_shop(actor=owner_of(shop), shop_id=shop.id)
    with pytest.raises(TransitionRefused):
        accept_offer(actor=somebody(), token=offers[2].token)
    assert len(queries.list_members(owner_of(shop), shop.id)) == 1


def test_members_are_moved_and_removed_by_those_above_them(django_assert_num_queries):
    shop = make_shop()
    manager, packer = make_member(shop, ShopRole.MANAGER), make_member(shop, ShopRole.PACKER)
    change_role(actor=manager, shop_id=shop.id, person_id=packer.person_id, role=ShopRole.SERVICE)
    assert queries.find_shop_role(packer.person_id, shop.id) is ShopRole.SERVICE
    for role in (ShopRole.MANAGER, ShopRole.OWNER):
        with pytest.raises((NotAllowed, OwnerStays)):
            change_role(actor=manager, shop_id=shop.id, person_id=packer.person_id, role=role)
    for actor in (manager, packer):
        with pytest.raises((NotAllowed, OwnerStays)):
            remove_member(actor=actor, shop_id=shop.id, person_id=shop.owner_id)
    with pytest.raises(OwnerStays):
        remove_member(actor=owner_of(shop), shop_id=shop.id, person_id=shop.owner_id)
    with pytest.raises(NotFound):
        remove_member(actor=manager, shop_id=shop.id, person_id=make_person().id)
    with django_assert_num_queries(3):
        names = queries.list_members(packer, shop.id)
    assert [m.role for m in names] == ["owner", "manager", "service"]
    remove_member(actor=packer, shop_id=shop.id, person_id=packer.person_id)
    remove_member(actor=owner_of(shop), shop_id=shop.id, person_id=manager.person_id)
    assert [m.role for m in queries.list_members(owner_of(shop), shop.id)] == ["owner"]
    with pytest.raises(NotAllowed):
        queries.list_members(packer, shop.id)
