"""Shops for tests, made by the real actions."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.trade.shops.actions.accept_offer import accept_offer
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.actions.approve_document import approve_document
from jishi.trade.shops.actions.offer_role import offer_role
from jishi.trade.shops.actions.submit_document import submit_document
from jishi.trade.shops.types import DocumentKind, DocumentView, ShopCard, ShopRole

_numbers = count(1)
_process = uuid4().hex[:4]  # several processes may make shops for one market


def make_applied_shop(owner: Actor | None = None, **values: Any) -> ShopCard:
    """A shop that waits for admission."""
    owner = owner or person_actor(make_person().id)
    values = {"name": f"Shop {next(_numbers)} {_process}", "region": "Yunling"} | values
    with transaction.atomic():
        return apply_for_shop(actor=owner, **values)


def make_shop(owner: Actor | None = None, **values: Any) -> ShopCard:
    """An open shop."""
    shop = make_applied_shop(owner, **values)
    with transaction.atomic():
        return admit_shop(actor=operator(), shop_id=shop.id)


def owner_of(shop: ShopCard) -> Actor:
    """The owner as an actor."""
    return person_actor(shop.owner_id)


def make_document(shop: ShopCard, *, approved: bool = True, **values: Any) -> DocumentView:
    """A paper of a shop, in force or waiting for the operator."""
    given = {"kind": DocumentKind.FOOD_PERMIT, "file_key": "documents/permit.pdf"} | values
    with transaction.atomic():
        document = submit_document(actor=owner_of(shop), shop_id=shop.id, **given)
    if approved:
        with transaction.atomic():
            document = approve_document(actor=operator(), document_id=document.id)
    return document


def make_member(shop: ShopCard, role: ShopRole | str, person: Actor | None = None) -> Actor:
    """Somebody who took up a role in the shop."""
    person = person or person_actor(make_person().id)
    with transaction.atomic():
        offer = offer_role(actor=owner_of(shop), shop_id=shop.id, role=ShopRole(role))
        accept_offer(actor=person, token=offer.token or "")
    return person
