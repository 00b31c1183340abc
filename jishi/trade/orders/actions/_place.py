"""The statements of placing an order: few and wide, since each costs a round trip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

_START = """
SELECT c.id, c.input_hash,
       CASE WHEN a.id IS NULL THEN NULL ELSE json_build_object('name', a.name, 'phone', a.phone,
            'region', a.region, 'street', a.street, 'postcode', a.postcode,
            'division', a.division)::text END,
       (SELECT array_agg(nextval('orders_number_seq')) FROM generate_series(1, %(count)s))
FROM (VALUES (1)) one
LEFT JOIN orders_checkout c ON c.buyer_id = %(buyer)s AND c.idempotency_key = %(key)s
LEFT JOIN orders_address a ON a.id = %(address)s AND a.person_id = %(buyer)s
"""
_WRITE = """
WITH claim AS (
    INSERT INTO orders_checkout (id, buyer_id, status, total_minor, payable_minor, currency,
        idempotency_key, input_hash, expires_at, created_at)
    VALUES (%(id)s, %(buyer)s, 'pending', %(total)s, %(payable)s, %(currency)s, %(key)s, %(hash)s,
        %(expires)s, %(now)s)
    ON CONFLICT (buyer_id, idempotency_key) DO NOTHING RETURNING id
), placed AS (
    INSERT INTO orders_order (id, number, checkout_id, shop_id, buyer_id, payment_status,
        fulfilment_status, total_minor, freight_minor, payable_minor, currency, note, address,
        delivery, freight_parts, pickup, pickup_code, dispatch_hours, ship_from, placed_at,
        is_receipt_extended, cancelled_by, cancel_reason, refund_minor)
    SELECT o.id, o.number, claim.id, o.shop_id, %(buyer)s, 'pending', 'to_ship', o.total_minor,
        o.freight_minor, o.payable_minor, %(currency)s, o.note, %(address)s::jsonb,
        o.delivery, o.freight_parts, o.pickup, o.pickup_code, o.dispatch_hours, o.ship_from,
        %(now)s, false, '', '', 0
    FROM claim, jsonb_to_recordset(%(orders)s::jsonb)
        AS o(id uuid, number text, shop_id uuid, total_minor bigint, freight_minor bigint,
             payable_minor bigint, note text, delivery text, freight_parts jsonb, pickup jsonb,
             pickup_code text, dispatch_hours int, ship_from timestamptz)
), lined AS (
    INSERT INTO orders_orderline (id, order_id, position, sku_id, product_id, title, options,
        picture_key, quantity, price_minor, list_price_minor, total_minor, shop_discount_minor,
        platform_discount_minor, payable_minor, adjustments, promises, attribution)
    SELECT l.id, l.order_id, l.position, l.sku_id, l.product_id, l.title, l.options,
        l.picture_key, l.quantity, l.price_minor, l.list_price_minor, l.total_minor,
        l.shop_discount_minor, l.platform_discount_minor, l.payable_minor, l.adjustments,
        l.promises, l.attribution
    FROM claim, jsonb_to_recordset(%(lines)s::jsonb)
        AS l(id uuid, order_id uuid, position int, sku_id uuid, product_id uuid, title text,
             options jsonb, picture_key text, quantity int, price_minor bigint,
             list_price_minor bigint, total_minor bigint, shop_discount_minor bigint,
             platform_discount_minor bigint, payable_minor bigint, adjustments jsonb,
             promises jsonb, attribution jsonb)
)
SELECT count(*) FROM claim
"""
_LINK = """
WITH gone AS (DELETE FROM orders_cartline WHERE person_id = %s AND sku_id = ANY(%s))
UPDATE orders_checkout SET payment_id = %s WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What is known before an order is placed: an earlier answer, the address, fresh numbers."""

    checkout_id: UUID | None
    input_hash: str
    address: str | None  # JSON, as the orders will keep it
    sequence: Sequence[int]


def read_start(buyer_id: UUID, key: str, address_id: UUID, count: int) -> Start:
    """All that placing an order must know of its own room, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _START, {"buyer": buyer_id, "key": key, "address": address_id, "count": count}
        )
        known, digest, address, sequence = cursor.fetchone()
    return Start(known, digest or "", address, sequence or [])


def write_checkout(rows: Mapping[str, Any]) -> bool:
    """Claim the idempotency key and write checkout, orders and lines, in one statement.

    False when the key was claimed by somebody else meanwhile: nothing is written then. Waits
    for whoever is claiming it.
    """
    values = {k: json.dumps(v) if isinstance(v, list) else v for k, v in rows.items()}
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        return bool(cursor.fetchone()[0])


def link_payment(
    checkout_id: UUID, payment_id: UUID, buyer_id: UUID, sku_ids: Sequence[UUID]
) -> None:
    """Note which payment pays the checkout, and empty the cart of what was ordered."""
    with connection.cursor() as cursor:
        cursor.execute(_LINK, [buyer_id, list(sku_ids), payment_id, checkout_id])
