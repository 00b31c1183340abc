"""A checkout before it is written: what goes into its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic_core import to_jsonable_python

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.kernel.money import MAX_MINOR
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.types import Promise, SkuOffer
from jishi.trade.orders.actions._freight import Delivery
from jishi.trade.orders.actions._place import Start
from jishi.trade.orders.errors import AmountTooLarge
from jishi.trade.orders.policies import DISPATCH_HOURS, PICKUP_DAYS, UNPAID_MINUTES
from jishi.trade.orders.queries.rows import adjustment_json, attribution_json
from jishi.trade.orders.rules import dispatch_hours, order_number
from jishi.trade.orders.types import OrderLineInput
from jishi.trade.promotions.policies import FLASH_UNPAID_MINUTES
from jishi.trade.promotions.types import Kind, Quote
from jishi.trade.shipping.types import DeliveryMethod


class DraftCheckout:
    """One order a shop, with numbers, deadlines and totals; raises AmountTooLarge."""

    def __init__(
        self,
        buyer_id: UUID,
        start: Start,
        lines: Sequence[OrderLineInput],
        offers: Mapping[UUID, SkuOffer],
        words: Mapping[UUID, str],
        quote: Quote,
        ways: Mapping[UUID, Delivery],
    ) -> None:
        self.id, self.buyer_id, self.now = new_id(), buyer_id, clock.now()
        self.quoted = {quoted.line.sku_id: quoted for quoted in quote.lines}
        self.expires_at: datetime = self.now + timedelta(minutes=self._minutes())
        self.title = offers[lines[0].sku_id].title
        self.currency = offers[lines[0].sku_id].sku.currency
        self.address = start.address
        self.words, self.offers, self.ways = words, offers, ways
        self.by_shop: dict[UUID, list[OrderLineInput]] = {}
        for line in lines:
            self.by_shop.setdefault(offers[line.sku_id].shop_id, []).append(line)
        self.zone = ZoneInfo(settings.time_zone)
        self.region: str = json.loads(start.address or "{}").get("region", "")
        day = self.now.astimezone(self.zone).strftime("%Y%m%d")
        self.numbers = [order_number(day, n) for n in start.sequence[: len(self.by_shop)]]
        self.total_minor = self._gross(lines)
        freight = sum(way.freight_minor for way in ways.values())
        self.payable_minor = self._payable(lines) + freight
        if self.total_minor + freight > MAX_MINOR:
            raise AmountTooLarge()

    def rows(self, key: str, digest: str) -> dict[str, Any]:
        """What `write_checkout` takes: the checkout's own values, and its orders and lines."""
        orders: list[dict[str, Any]] = []
        rows: list[dict[str, Any]] = []
        for number, (shop_id, lines) in zip(self.numbers, self.by_shop.items(), strict=True):
            order_id, way = new_id(), self.ways[shop_id]
            promises = [p for line in lines for p in self.offers[line.sku_id].promises]
            orders.append(
                {
                    "id": str(order_id),
                    "number": number,
                    "shop_id": str(shop_id),
                    "total_minor": self._gross(lines),
                    "freight_minor": way.freight_minor,
                    "payable_minor": self._payable(lines) + way.freight_minor,
                    "note": self.words.get(shop_id, ""),
                    "ship_from": self._ship_from(lines),
                    "dispatch_hours": self._hours(way, promises),
                    "delivery": str(way.method),
                    "freight_parts": to_jsonable_python(way.parts),
                    "pickup": to_jsonable_python(way.pickup) if way.pickup else None,
                    "pickup_code": way.pickup_code,
                }
            )
            rows += [self._line(order_id, at, line) for at, line in enumerate(lines)]
        return {
            "id": self.id,
            "buyer": self.buyer_id,
            "total": self.total_minor,
            "payable": self.payable_minor,
            "currency": self.currency,
            "key": key,
            "hash": digest,
            "expires": self.expires_at,
            "now": self.now,
            "address": self.address,
            "orders": orders,
            "lines": rows,
        }

    def _hours(self, way: Delivery, promises: Sequence[Promise]) -> int:
        """Hours to ship within; goods that are fetched wait for their buyer."""
        if way.method is DeliveryMethod.PICKUP:
            return PICKUP_DAYS.get() * 24
        return dispatch_hours(promises, DISPATCH_HOURS.get())

    def _gross(self, lines: Sequence[OrderLineInput]) -> int:
        return sum(self.quoted[x.sku_id].line.total_minor for x in lines)

    def _payable(self, lines: Sequence[OrderLineInput]) -> int:
        return sum(self.quoted[x.sku_id].payable_minor for x in lines)

    def _minutes(self) -> int:
        """How long it may stay unpaid: goods of a flash sale are not held for long."""
        kinds = {a.kind for quoted in self.quoted.values() for a in quoted.adjustments}
        if Kind.FLASH in kinds:
            return min(UNPAID_MINUTES.get(), FLASH_UNPAID_MINUTES.get())
        return UNPAID_MINUTES.get()

    def _ship_from(self, lines: Sequence[OrderLineInput]) -> str | None:
        """When the last presale of an order may be sent: the day's beginning in the market."""
        days = [d for line in lines if (d := self.offers[line.sku_id].ships_on) is not None]
        if not days or datetime.combine(max(days), time.min, self.zone) <= self.now:
            return None
        return datetime.combine(max(days), time.min, self.zone).isoformat()

    def _line(self, order_id: UUID, position: int, line: OrderLineInput) -> dict[str, Any]:
        offer, quoted = self.offers[line.sku_id], self.quoted[line.sku_id]
        return {
            "id": str(new_id()),
            "order_id": str(order_id),
            "position": position,
            "sku_id": str(line.sku_id),
            "product_id": str(offer.sku.product_id),
            "title": offer.title,
            "options": offer.sku.options,
            "picture_key": offer.picture_key,
            "quantity": line.quantity,
            "price_minor": offer.sku.price_minor,
            "list_price_minor": offer.sku.list_price_minor,
            "total_minor": quoted.line.total_minor,
            "shop_discount_minor": quoted.shop_discount_minor,
            "platform_discount_minor": quoted.platform_discount_minor,
            "payable_minor": quoted.payable_minor,
            "adjustments": [adjustment_json(a) for a in quoted.adjustments],
            "promises": offer.promises,
            "attribution": attribution_json(line.attribution),
        }
