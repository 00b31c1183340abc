"""What sending an order costs, and where it cannot be sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from jishi.trade.catalog.types import SkuOffer
from jishi.trade.orders.errors import MixedDelivery, PickupPointMissing
from jishi.trade.orders.models import Order, OrderLine
from jishi.trade.orders.types import Address, OrderLineInput
from jishi.trade.promotions.types import Quote
from jishi.trade.shipping.errors import RegionUnreachable
from jishi.trade.shipping.queries import list_points, quote_deliveries, quote_freight
from jishi.trade.shipping.types import (
    DeliveryMethod,
    DeliveryQuote,
    FreightItem,
    FreightPart,
    PickupPoint,
)

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one shop's goods of a checkout come to the buyer, as its order will keep it."""

    method: DeliveryMethod
    freight_minor: int = 0
    parts: tuple[FreightPart, ...] = ()
    pickup: PickupPoint | None = None
    pickup_code: str = ""


def plan_deliveries(
    *,
    lines: Sequence[OrderLineInput],
    offers: Mapping[UUID, SkuOffer],
    prices: Quote,
    address: str,
    pickups: Mapping[UUID, UUID],
) -> dict[UUID, Delivery]:
    """How each shop's goods come: online, fetched at the chosen point, by parcel with freight.

    Raises MixedDelivery, PickupPointMissing, RegionUnreachable, RegionUnknown.
    """
    payable = {quoted.line.sku_id: quoted.payable_minor for quoted in prices.lines}
    baskets: dict[UUID, list[FreightItem]] = {}
    for line in lines:
        offer = offers[line.sku_id]
        item = FreightItem(offer.sku.product_id, line.quantity, payable[line.sku_id])
        baskets.setdefault(offer.shop_id, []).append(item)
    # What is fetched needs no tariff, so the place does not matter there.
    sent = {shop: items for shop, items in baskets.items() if shop not in pickups}
    where = Address(**json.loads(address))
    quotes = quote_deliveries(baskets=sent, division=where.division, region=where.region)
    titles = {offer.sku.product_id: offer.title for offer in offers.values()}
    return {
        shop: _fetched(shop, pickups[shop]) if shop in pickups else _sent(quotes[shop], titles)
        for shop in baskets
    }


def _sent(quote: DeliveryQuote, titles: Mapping[UUID, str]) -> Delivery:
    online = {method is DeliveryMethod.VIRTUAL for method in quote.methods.values()}
    if len(online) > 1:
        raise MixedDelivery()
    if online == {True}:
        return Delivery(DeliveryMethod.VIRTUAL)
    if DeliveryMethod.PICKUP in quote.methods.values():
        raise PickupPointMissing()
    if quote.freight.is_refused:
        raise RegionUnreachable(title=titles[quote.freight.refused[0]])
    return Delivery(DeliveryMethod.PARCEL, quote.freight.freight_minor, quote.freight.parts)


def _fetched(shop_id: UUID, point_id: UUID) -> Delivery:
    point = next((p for p in list_points(shop_id) if p.id == point_id), None)
    if point is None:
        raise PickupPointMissing()
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))
    return Delivery(DeliveryMethod.PICKUP, pickup=point, pickup_code=code)


def quote_change(order: Order, address: Address) -> int:
    """What sending a placed order elsewhere would cost; raises RegionUnreachable, RegionUnknown."""
    lines = {line.product_id: line for line in OrderLine.objects.filter(order_id=order.id)}
    quote = quote_freight(
        shop_id=order.shop_id,
        items=[
            FreightItem(line.product_id, line.quantity, line.payable_minor)
            for line in lines.values()
        ],
        division=address.division,
        region=address.region,
    )
    if quote.is_refused:
        raise RegionUnreachable(title=lines[quote.refused[0]].title)
    return quote.freight_minor
