"""Offer a price for people who buy together."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._input import (
    check_amount,
    check_maker,
    check_window,
    get_own_sku,
)
from jishi.trade.promotions.models import GroupDeal
from jishi.trade.promotions.queries.deals import deal_view
from jishi.trade.promotions.types import GroupDealView

MAX_SIZE, MAX_HOURS = 100, 24 * 7


def make_group_deal(
    *,
    actor: Actor,
    shop_id: UUID,
    sku_id: UUID,
    price_minor: int,
    size: int,
    hours: int,
    starts_at: datetime,
    ends_at: datetime,
    per_person: int = 1,
) -> GroupDealView:
    """`size` people who pay within `hours` of the first get the SKU at `price_minor`.

    For the shop's owner and managers. Raises InvalidInput, NotAllowed.
    """
    require_transaction()
    check_maker(actor, shop_id)
    offer = get_own_sku(shop_id, sku_id)
    check_amount(price_minor, "price_minor", most=offer.sku.price_minor - 1)
    check_amount(size, "size", least=2, most=MAX_SIZE)
    check_amount(hours, "hours", most=MAX_HOURS)
    check_amount(per_person, "per_person", most=99)
    check_window(starts_at, ends_at, "ends_at")
    row = GroupDeal.objects.create(
        shop_id=shop_id,
        sku_id=sku_id,
        product_id=offer.sku.product_id,
        price_minor=price_minor,
        size=size,
        hours=hours,
        per_person=per_person,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=clock.now(),
    )
    audit(actor=actor, action="make_group_deal", subject_kind="group_deal", subject_id=row.id)
    return deal_view(row)
