"""Become a member of a shop, or leave it."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.models import ShopMember
from jishi.trade.shops.queries import get_shop_card


def join_shop(*, actor: Actor, shop_id: UUID, joined: bool = True) -> bool:
    """Whether the actor is a member now; the same again changes nothing. Raises NotFound."""
    require_transaction()
    person_id = actor.require_person()
    if not get_shop_card(shop_id).is_open:
        raise NotFound()
    if joined:
        ShopMember.objects.get_or_create(
            person_id=person_id, shop_id=shop_id, defaults={"joined_at": clock.now()}
        )
    else:
        ShopMember.objects.filter(person_id=person_id, shop_id=shop_id).delete()
    return joined
