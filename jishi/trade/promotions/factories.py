"""Promotions for tests, made by the real actions."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.types import ProductView
from jishi.trade.promotions.actions.claim_coupon import claim_coupon
from jishi.trade.promotions.actions.make_coupon import make_coupon
from jishi.trade.promotions.actions.make_flash_sale import make_flash_sale
from jishi.trade.promotions.models import FlashItem
from jishi.trade.promotions.queries import get_flash_item
from jishi.trade.promotions.types import (
    CouponInput,
    CouponKind,
    CouponView,
    FlashGoods,
    FlashItemView,
)
from jishi.trade.shops.factories import owner_of
from jishi.trade.shops.queries import get_shop_card

_keys = count(1)


def coupon_input(**values: Any) -> CouponInput:
    """10.00 off from 40.00 on, a hundred of them, to take and to use within thirty days."""
    now = clock.now()
    given: dict[str, Any] = {
        "title": "Ten off forty",
        "kind": CouponKind.CONDITIONAL,
        "quantity": 100,
        "claim_from": now - timedelta(minutes=1),
        "claim_until": now + timedelta(days=30),
        "use_from": now - timedelta(minutes=1),
        "use_until": now + timedelta(days=30),
    }
    if values.get("kind", CouponKind.CONDITIONAL) is CouponKind.CONDITIONAL:
        given |= {"amount_minor": 1000, "threshold_minor": 4000}
    return CouponInput(**given | values)


def make_shop_coupon(shop_id: UUID, **values: Any) -> CouponView:
    """A coupon of a shop, made by its owner."""
    with transaction.atomic():
        return make_coupon(
            actor=owner_of(get_shop_card(shop_id)),
            shop_id=shop_id,
            coupon=coupon_input(**values),
            idempotency_key=f"test-{next(_keys)}",
        )


def make_market_coupon(operator: Actor, **values: Any) -> CouponView:
    """A coupon of the market."""
    with transaction.atomic():
        return make_coupon(
            actor=operator,
            shop_id=None,
            coupon=coupon_input(**values),
            idempotency_key=f"test-{next(_keys)}",
        )


def give_coupon(buyer: Actor, coupon: CouponView) -> None:
    """Let a buyer take it."""
    with transaction.atomic():
        claim_coupon(actor=buyer, coupon_id=coupon.id)


def make_flash(
    product: ProductView, *, price_minor: int = 2990, quantity: int = 5, **values: Any
) -> FlashItemView:
    """A flash sale of a product's first SKU that runs for an hour from now on."""
    now = clock.now()
    with transaction.atomic():
        sale_id = make_flash_sale(
            actor=owner_of(get_shop_card(product.shop_id)),
            shop_id=product.shop_id,
            title="Evening sale",
            starts_at=values.pop("starts_at", now - timedelta(minutes=1)),
            ends_at=values.pop("ends_at", now + timedelta(hours=1)),
            goods=[FlashGoods(product.skus[0].id, price_minor, quantity, **values)],
        )
    return get_flash_item(FlashItem.objects.get(sale_id=sale_id).id)
