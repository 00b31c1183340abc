"""Checks of what a shop or the market enters, and who may enter it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jishi.foundation.kernel.errors import InvalidInput, NotAllowed
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.queries import get_skus
from jishi.trade.catalog.types import SkuOffer
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

TITLE_LIMIT = 60
MAX_COUNT = 10_000_000


def check_maker(actor: Actor, shop_id: UUID | None) -> None:
    """A shop's people make what the shop pays for, the operator the rest; raises NotAllowed."""
    if shop_id is None:
        if not actor.is_operator:
            raise NotAllowed()
        return
    require_shop_right(actor, shop_id, Right.RUN_PROMOTIONS)


def check_amount(value: object, field: str, *, least: int = 1, most: int = MAX_MINOR) -> int:
    """A whole number in range; raises InvalidInput."""
    if type(value) is not int or not least <= value <= most:
        raise InvalidInput(field=field)
    return value


def check_window(starts_at: datetime, ends_at: datetime, field: str) -> None:
    """A time that ends after it begins; raises InvalidInput."""
    if starts_at.tzinfo is None or ends_at.tzinfo is None or ends_at <= starts_at:
        raise InvalidInput(field=field)


def get_own_sku(shop_id: UUID, sku_id: UUID) -> SkuOffer:
    """A SKU of the shop's that can be bought; raises InvalidInput."""
    offer = get_skus([sku_id]).get(sku_id)
    if offer is None or offer.shop_id != shop_id or not offer.is_buyable:
        raise InvalidInput(field="sku_id")
    return offer
