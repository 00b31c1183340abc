"""Offers of roles."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from jishi.foundation.accounts import queries
from jishi.foundation.accounts.actions.accept_invitation import accept_invitation
from jishi.foundation.accounts.actions.invite_member import invite_member
from jishi.foundation.accounts.actions.withdraw_invitation import withdraw_invitation
from jishi.foundation.accounts.errors import InvitationUnusable
from jishi.foundation.accounts.factories import actor_for, login_user, make_person
from jishi.foundation.kernel.factories import clock_at
from jishi.foundation.kernel.types import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    with transaction.atomic():
        return invite_member(actor=SYSTEM, scope_kind="shop", scope_id=uuid4(), role="staff")


def test_an_offer_is_accepted_once(offer):
    first, second = make_person(), make_person()
    assert queries.list_invitations("shop", offer.scope_id)[0].token is None
    accept_invitation(actor=actor_for(first), token=offer.token)
    assert queries.has_role(first.id, "shop", offer.scope_id, {"staff"})
    with pytest.raises(InvitationUnusable):
        accept_invitation(actor=actor_for(second), token=offer.token)
    assert not queries.has_role(second.id, "shop", offer.scope_id)
    assert queries.list_invitations("shop", offer.scope_id) == ()


def test_an_offer_ends(offer):
    person = make_person()
    with clock_at(timedelta(days=8)), pytest.raises(InvitationUnusable):
        accept_invitation(actor=actor_for(person), token=offer.token)
    with pytest.raises(InvitationUnusable):
        withdraw_invitation(
            actor=SYSTEM, scope_kind="shop", scope_id=uuid4(), invitation_id=offer.id
        )
    withdraw_invitation(
        actor=SYSTEM, scope_kind="shop", scope_id=offer.scope_id, invitation_id=offer.id
    )
    for token in (offer.token, "made up", ""):
        with pytest.raises(InvitationUnusable):
            accept_invitation(actor=actor_for(person), token=token)
    assert queries.list_memberships(person.id) == ()


def test_the_page_shows_and_accepts(client, offer):
    person = make_person()
    client.force_login(login_user(person.id))
    to_the_desk = client.get(f"/accounts/invitations/{offer.token}/").headers["location"]
    assert to_the_desk == f"/shop/join/{offer.token}/"
    client.logout()
    with transaction.atomic():
        offer = invite_member(actor=SYSTEM, scope_kind="fair", scope_id=uuid4(), role="staff")
    path = f"/accounts/invitations/{offer.token}/"
    assert client.get(path).status_code == 302
    client.force_login(login_user(person.id))
    assert b"staff" in client.get(path).content
    assert client.post(path).status_code == 302
    assert queries.has_role(person.id, "fair", offer.scope_id, {"staff"})
    assert client.get(path).status_code == 409
