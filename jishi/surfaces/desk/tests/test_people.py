"""Documents and staff on the desk: who sees what, what is sent, whom to ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.policies import change_policy
from jishi.foundation.kernel.types import person_actor
from jishi.surfaces.desk.tests.test_pages import picture, sign_in
from jishi.trade.shops.factories import make_document, make_member, make_shop, owner_of
from jishi.trade.shops.queries import find_shop_role, list_documents, list_members, list_offers
from jishi.trade.shops.types import DocumentStatus, ShopRole

pytestmark = pytest.mark.django_db


def test_documents_are_handed_in_renewed_and_given_up(client, django_assert_num_queries):
    shop = make_shop()
    value = {"tea": ["food_permit"]}
    change_policy(actor=operator(), name="shops.required_documents", value=value, reason="law")
    sign_in(client, shop.owner_id)
    address = reverse("desk-document-new", args=[shop.id])
    assert client.get(address + "?kind=food_permit&category=tea").status_code == 200
    pdf = SimpleUploadedFile("permit.pdf", b"%PDF-1.7 a permit")
    form = {"kind": "food_permit", "category": "tea", "number": "JY1", "file": pdf}
    last = (clock.now() + timedelta(days=20)).date()
    assert client.post(address, form | {"valid_until": last}).status_code == 302
    form = {"kind": "trademark", "brand": "云岭", "file": picture()}
    assert client.post(address, form).status_code == 302
    assert client.post(address, {"kind": "food_permit"}).status_code == 422
    bad = {"kind": "food_permit", "file": SimpleUploadedFile("x.pdf", b"not a pdf")}
    assert client.post(address, bad).status_code == 422

    trademark, permit = list_documents(owner_of(shop), shop.id)
    assert (permit.is_pdf, trademark.is_pdf) == (True, False)
    end = [shop.id, trademark.id, "withdraw"]
    assert client.post(reverse("desk-document-end", args=end)).status_code == 302
    held = make_document(shop, valid_until=last)
    page = client.get(reverse("desk-documents", args=[shop.id])).content.decode()
    assert f"renews={held.id}" in page
    assert client.get(address + f"?renews={held.id}").status_code == 200
    renewal = {"kind": "food_permit", "renews": held.id, "file": picture()}
    assert client.post(address, renewal).status_code == 302
    statuses = [d.status for d in list_documents(owner_of(shop), shop.id)]
    assert statuses.count(DocumentStatus.IN_REVIEW) == 2
    other = make_document(make_shop())
    assert client.get(address + f"?renews={other.id}").status_code == 403
    end = [shop.id, other.id, "cancel"]
    assert client.post(reverse("desk-document-end", args=end)).status_code == 403
    with django_assert_num_queries(7):
        client.get(reverse("desk-documents", args=[shop.id]))
    today = client.get(reverse("desk-today", args=[shop.id])).content.decode()
    assert reverse("desk-documents", args=[shop.id]) in today


def test_somebody_is_invited_by_mail_joins_and_sees_only_their_part(
    client, django_assert_num_queries
):
    shop = make_shop()
    sign_in(client, shop.owner_id)
    form = {"role": "packer", "contact": "lin@tea.example"}
    page = client.post(reverse("desk-invite", args=[shop.id]), form).content.decode()
    (message,) = mail.outbox
    link = next(w for w in message.body.split() if "/shop/join/" in w)
    assert link in page
    assert message.to == ["lin@tea.example"]
    assert client.post(reverse("desk-invite", args=[shop.id]), {"role": "king"}).status_code == 422

    person = make_person()
    sign_in(client, person.id)
    address = "/" + link.split("/", 3)[3]
    assert shop.name in client.get(address).content.decode()
    generic = client.get(address.replace("/shop/join/", "/accounts/invitations/"))
    assert generic.headers["Location"] == address
    response = client.post(address, {"answer": "accept"})
    assert response.headers["Location"] == reverse("desk-today", args=[shop.id])
    assert find_shop_role(person.id, shop.id) is ShopRole.PACKER
    assert client.get(address).status_code == 409

    assert client.get(reverse("desk-today", args=[shop.id])).status_code == 200
    assert client.get(reverse("desk-orders", args=[shop.id])).status_code == 200
    assert client.get(reverse("desk-stock", args=[shop.id])).status_code == 200
    asked = client.get(reverse("desk-money", args=[shop.id]))
    assert (asked.status_code, asked.headers["X-Error-Code"]) == (403, "not_allowed")
    owner = list_members(owner_of(shop), shop.id)[0]
    assert owner.name in asked.content.decode()
    assert client.post(reverse("desk-invite", args=[shop.id]), form).status_code == 403
    with django_assert_num_queries(6):
        assert client.get(reverse("desk-staff", args=[shop.id])).status_code == 200


def test_roles_are_changed_offers_revoked_and_people_leave(client):
    shop = make_shop()
    packer = make_member(shop, ShopRole.PACKER)
    sign_in(client, shop.owner_id)
    client.post(reverse("desk-invite", args=[shop.id]), {"role": "finance"})
    (offer,) = list_offers(owner_of(shop), shop.id)
    assert client.get(reverse("desk-staff", args=[shop.id])).status_code == 200
    client.post(reverse("desk-offer-revoke", args=[shop.id, offer.id]))
    assert list_offers(owner_of(shop), shop.id) == ()
    member = [shop.id, packer.person_id]
    client.post(reverse("desk-member-role", args=member), {"role": "service"})
    assert find_shop_role(packer.person_id, shop.id) is ShopRole.SERVICE
    refused = client.post(reverse("desk-member-remove", args=[shop.id, shop.owner_id]))
    assert refused.status_code == 409
    sign_in(client, packer.person_id)
    left = client.post(reverse("desk-member-remove", args=member))
    assert left.headers["Location"] == reverse("desk")
    assert find_shop_role(packer.person_id, shop.id) is None


def test_an_offer_may_be_declined(client):
    shop, person = make_shop(), make_person()
    sign_in(client, shop.owner_id)
    page = client.post(reverse("desk-invite", args=[shop.id]), {"role": "staff"})
    address = page.context["link"].split("localhost", 1)[-1]
    address = "/shop/join/" + address.split("/shop/join/")[1]
    sign_in(client, person.id)
    client.post(address, {"answer": "decline"})
    assert client.get(address).status_code == 409
    assert find_shop_role(person_actor(person.id).require_person(), shop.id) is None
