"""Set a flash sale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.promotions.actions._input import (
    TITLE_LIMIT,
    check_amount,
    check_maker,
    check_window,
    get_own_sku,
)
from jishi.trade.promotions.errors import FlashAlready
from jishi.trade.promotions.events import FlashSaleMade
from jishi.trade.promotions.models import FlashItem, FlashSale
from jishi.trade.promotions.types import DealStatus, FlashGoods

MAX_ITEMS = 50


def make_flash_sale(
    *,
    actor: Actor,
    shop_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    goods: Sequence[FlashGoods],
) -> UUID:
    """Sell so many of each SKU at a lower price for a while; no SKU in two sales at once.

    Never more than the shelf has. For the shop's owner and managers. Raises InvalidInput,
    TextTooLong, NotAllowed, FlashAlready.
    """
    require_transaction()
    check_maker(actor, shop_id)
    check_window(starts_at, ends_at, "ends_at")
    title = clean_line(title, field="title", limit=TITLE_LIMIT)
    if not 1 <= len(goods) <= MAX_ITEMS or len({g.sku_id for g in goods}) < len(goods):
        raise InvalidInput(field="goods")
    offers = {g.sku_id: get_own_sku(shop_id, g.sku_id) for g in goods}
    for g in goods:
        sku = offers[g.sku_id].sku
        check_amount(g.price_minor, "price_minor", most=sku.price_minor - 1)
        check_amount(g.quantity, "quantity", most=max(0, sku.available))
        check_amount(g.per_person, "per_person", most=g.quantity)
    clash = FlashItem.objects.filter(
        sku_id__in=list(offers),
        sale__status=DealStatus.LIVE,
        sale__starts_at__lt=ends_at,
        sale__ends_at__gt=starts_at,
    )
    if clash.exists():
        raise FlashAlready()
    sale = FlashSale.objects.create(
        shop_id=shop_id,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=clock.now(),
    )
    FlashItem.objects.bulk_create(
        FlashItem(
            sale=sale,
            sku_id=g.sku_id,
            product_id=offers[g.sku_id].sku.product_id,
            price_minor=g.price_minor,
            quantity=g.quantity,
            per_person=g.per_person,
        )
        for g in goods
    )
    audit(actor=actor, action="make_flash_sale", subject_kind="flash_sale", subject_id=sale.id)
    record(FlashSaleMade(sale_id=sale.id, shop_id=shop_id))
    return sale.id
