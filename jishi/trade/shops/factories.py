"""Shops for tests, made by the real actions."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction

from jishi.foundation.accounts.factories import make_person, operator
from jishi.foundation.kernel.types import Actor, person_actor
from jishi.trade.shops.actions.admit_shop import admit_shop
from jishi.trade.shops.actions.apply_for_shop import apply_for_shop
from jishi.trade.shops.types import ShopCard

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
