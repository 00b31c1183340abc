"""How rows of orders become value objects; one statement serves an order or a page of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from jishi.trade.catalog.types import Promise
from jishi.trade.orders.rules import buyer_word, next_steps, timeline
from jishi.trade.orders.types import (
    Address,
    Attribution,
    CheckoutStatus,
    FulfilmentStatus,
    OrderLineView,
    OrderView,
    PackageView,
)
from jishi.trade.promotions.types import Adjustment, Funder
from jishi.trade.shipping.types import DeliveryMethod, FreightPart, PickupPoint

_POINT: TypeAdapter[PickupPoint] = TypeAdapter(PickupPoint)
_PARTS: TypeAdapter[tuple[FreightPart, ...]] = TypeAdapter(tuple[FreightPart, ...])

# {source} is the table, or a cut of it: lines and packages are gathered for its rows only.
ORDER_SQL = """
SELECT o.id, o.number, o.checkout_id, c.payment_id, o.shop_id, s.name, o.buyer_id,
       o.total_minor, o.currency, o.payment_status, o.fulfilment_status, o.address::text, o.note,
       o.placed_at, o.paid_at, o.shipped_at, o.delivered_at, o.received_at, o.cancelled_at,
       o.cancelled_by, o.cancel_reason, c.expires_at, o.ship_by, o.cancel_by, o.receive_by,
       o.is_receipt_extended, o.overdue_at IS NOT NULL, o.refund_minor, o.refunded_at,
       (SELECT json_agg(json_build_array(l.id, l.sku_id, l.product_id, l.title, l.options,
                            l.picture_key, l.quantity, l.price_minor, l.list_price_minor,
                            l.total_minor, l.promises, l.attribution, l.shop_discount_minor,
                            l.platform_discount_minor, l.payable_minor, l.adjustments,
                            l.refunded_quantity, l.refunded_minor, l.shipped_quantity,
                            l.cancelled_quantity)
            ORDER BY l.position)::text
        FROM orders_orderline l WHERE l.order_id = o.id),
       (SELECT json_agg(json_build_array(k.id, k.carrier, k.tracking_number, k.shipped_at,
                            k.delivered_at, k.number, k.shipment_id,
                            (SELECT json_agg(json_build_array(p.line_id, p.quantity))
                             FROM orders_packageline p WHERE p.package_id = k.id))
            ORDER BY k.number)::text
        FROM orders_package k WHERE k.order_id = o.id), o.freight_minor, o.payable_minor,
       o.delivery, o.pickup::text, o.freight_parts::text, o.urge_count, o.urged_at,
       o.hidden_at IS NOT NULL{extra}
FROM {source} o
JOIN orders_checkout c ON c.id = o.checkout_id
JOIN shops_shop s ON s.id = o.shop_id
"""


def order_of(row: Sequence[Any]) -> OrderView:
    """The order of a row of ORDER_SQL, with its next steps and its time line."""
    payment, fulfilment = CheckoutStatus(row[9]), FulfilmentStatus(row[10])
    order = OrderView(
        id=row[0],
        number=row[1],
        checkout_id=row[2],
        payment_id=row[3],
        shop_id=row[4],
        shop_name=row[5],
        buyer_id=row[6],
        total_minor=row[7],
        currency=row[8],
        payment_status=payment,
        fulfilment_status=fulfilment,
        word=buyer_word(payment, fulfilment, row[27], row[28]),
        address=Address(**json.loads(row[11])),
        note=row[12],
        placed_at=row[13],
        paid_at=row[14],
        shipped_at=row[15],
        delivered_at=row[16],
        received_at=row[17],
        cancelled_at=row[18],
        cancelled_by=row[19],
        cancel_reason=row[20],
        pay_by=row[21],
        ship_by=row[22],
        cancel_by=row[23],
        receive_by=row[24],
        is_receipt_extended=row[25],
        is_overdue=row[26],
        refund_minor=row[27],
        refunded_at=row[28],
        lines=tuple(_line_of(line) for line in json.loads(row[29] or "[]")),
        packages=tuple(_package_of(parcel) for parcel in json.loads(row[30] or "[]")),
        freight_minor=row[31],
        payable_minor=row[32],
        delivery=DeliveryMethod(row[33]),
        pickup=_POINT.validate_json(row[34]) if row[34] else None,
        freight_parts=_PARTS.validate_json(row[35]),
        urge_count=row[36],
        urged_at=row[37],
        is_hidden=row[38],
    )
    return replace(order, next_steps=next_steps(order), timeline=timeline(order))


def _line_of(row: Sequence[Any]) -> OrderLineView:
    return OrderLineView(
        id=UUID(row[0]),
        sku_id=UUID(row[1]),
        product_id=UUID(row[2]),
        title=row[3],
        options=tuple((name, value) for name, value in row[4]),
        picture_key=row[5],
        quantity=row[6],
        price_minor=row[7],
        list_price_minor=row[8],
        total_minor=row[9],
        promises=tuple(Promise(name) for name in row[10]),
        attribution=attribution_of(row[11]),
        shop_discount_minor=row[12],
        platform_discount_minor=row[13],
        payable_minor=row[14],
        adjustments=tuple(adjustment_of(value) for value in row[15]),
        refunded_quantity=row[16],
        refunded_minor=row[17],
        shipped_quantity=row[18],
        cancelled_quantity=row[19],
    )


def _package_of(row: Sequence[Any]) -> PackageView:
    done = datetime.fromisoformat(row[4]) if row[4] else None
    return PackageView(
        id=UUID(row[0]),
        carrier=row[1],
        tracking_number=row[2],
        shipped_at=datetime.fromisoformat(row[3]),
        delivered_at=done,
        number=row[5],
        shipment_id=UUID(row[6]) if row[6] else None,
        contents=tuple((UUID(line), quantity) for line, quantity in row[7] or ()),
    )


def adjustment_of(value: Mapping[str, Any]) -> Adjustment:
    """An adjustment as it is stored."""
    promotion_id = value["promotion_id"]
    return Adjustment(
        kind=value["kind"],
        promotion_id=UUID(promotion_id) if promotion_id else None,
        title=value["title"],
        amount_minor=value["amount_minor"],
        funder=Funder(value["funder"]),
    )


def adjustment_json(value: Adjustment) -> dict[str, Any]:
    """An adjustment as it is stored."""
    promotion_id = str(value.promotion_id) if value.promotion_id else None
    return asdict(value) | {"promotion_id": promotion_id}


def attribution_of(value: Mapping[str, Any] | None) -> Attribution | None:
    """An attribution as it is stored."""
    if value is None:
        return None
    return Attribution(
        scene=value["scene"],
        content_kind=value.get("content_kind"),
        content_id=_id_of(value, "content_id"),
        creator_id=_id_of(value, "creator_id"),
        share=value.get("share"),
        channel=value.get("channel", "public"),
        decision_id=_id_of(value, "decision_id"),
    )


def _id_of(value: Mapping[str, Any], name: str) -> UUID | None:
    text = value.get(name)
    return UUID(text) if text else None


def attribution_json(value: Attribution | None) -> dict[str, str] | None:
    """An attribution as it is stored: texts, without what is missing."""
    if value is None:
        return None
    return {k: str(v) for k, v in asdict(value).items() if v is not None}
