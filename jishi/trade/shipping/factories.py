"""Tariffs and parcels for tests, made by the real actions."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from django.db import transaction

from jishi.foundation.kernel.types import Actor, person_actor
from jishi.trade.shipping.actions.order_waybill import order_waybill
from jishi.trade.shipping.actions.register_shipment import register_shipment
from jishi.trade.shipping.actions.save_template import save_template
from jishi.trade.shipping.types import FreightMethod, FreightRule, FreightTemplate, ShipmentView
from jishi.trade.shops.factories import make_shop
from jishi.trade.shops.queries import get_shop_card

_keys = count(1)
EVERYWHERE = FreightRule((), 1, 800, 1, 200)


def owner_of(shop_id: UUID) -> Actor:
    """The owner of a shop."""
    return person_actor(get_shop_card(shop_id).owner_id)


def make_template(
    shop_id: UUID,
    *rules: FreightRule,
    method: FreightMethod = FreightMethod.PIECE,
    free_over_minor: int | None = None,
    name: str = "Tariff",
) -> FreightTemplate:
    """A tariff of a shop; the first one is its default."""
    with transaction.atomic():
        return save_template(
            actor=owner_of(shop_id),
            shop_id=shop_id,
            name=name,
            method=method,
            rules=rules or (EVERYWHERE,),
            free_over_minor=free_over_minor,
        )


def make_shipment(shop_id: UUID | None = None, reference: str = "") -> ShipmentView:
    """A parcel that the sandbox carrier brings."""
    shop = shop_id or make_shop().id
    number = order_waybill(
        carrier="sandbox",
        reference=reference or f"test-{next(_keys)}",
        origin="景德镇",
        destination="杭州",
    )
    with transaction.atomic():
        return register_shipment(
            actor=owner_of(shop), shop_id=shop, carrier="sandbox", tracking_number=number
        )
