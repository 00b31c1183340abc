"""The statements of placing many orders of one SKU at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel.ids import id_array

_START = """
SELECT w.n, c.id, c.payment_id, c.input_hash, p.is_active,
    CASE WHEN a.id IS NULL THEN NULL ELSE json_build_object('name', a.name, 'phone', a.phone,
        'region', a.region, 'street', a.street, 'postcode', a.postcode)::text END,
    nextval('orders_number_seq')
FROM ROWS FROM (unnest(%s::uuid[], %s::uuid[]), json_array_elements_text(%s::json))
    WITH ORDINALITY AS w(buyer, address, key, n)
JOIN accounts_person p ON p.id = w.buyer
LEFT JOIN orders_checkout c ON c.buyer_id = w.buyer AND c.idempotency_key = w.key
LEFT JOIN orders_address a ON a.id = w.address AND a.person_id = w.buyer
"""
# What is the same for all is said once; rows differ in ids, people, keys and quantities.
_WRITE = """
WITH w AS (
    SELECT * FROM ROWS FROM (
        unnest(%(checkouts)s::uuid[], %(orders)s::uuid[], %(lines)s::uuid[],
            %(payments)s::uuid[], %(buyers)s::uuid[], %(counts)s::int[]),
        json_array_elements_text(%(numbers)s::json), json_array_elements_text(%(keys)s::json),
        json_array_elements_text(%(hashes)s::json), jsonb_array_elements(%(addresses)s::jsonb),
        jsonb_array_elements(%(sources)s::jsonb))
        AS w(checkout, "order", line, payment, buyer, n, number, key, hash, address, source)
), claim AS (
    INSERT INTO orders_checkout (id, buyer_id, status, total_minor, payable_minor, currency,
        payment_id, idempotency_key, input_hash, expires_at, created_at)
    SELECT w.checkout, w.buyer, 'pending', w.n * %(price)s, w.n * %(pay)s, %(currency)s,
        w.payment, w.key, w.hash, %(expires)s, %(now)s FROM w
    ON CONFLICT (buyer_id, idempotency_key) DO NOTHING RETURNING id
), placed AS (
    INSERT INTO orders_order (id, number, checkout_id, shop_id, buyer_id, payment_status,
        fulfilment_status, total_minor, payable_minor, currency, note, address, dispatch_hours,
        placed_at, is_receipt_extended, cancelled_by, cancel_reason, refund_minor)
    SELECT w."order", w.number, w.checkout, %(shop)s, w.buyer, 'pending', 'to_ship',
        w.n * %(price)s, w.n * %(pay)s, %(currency)s, '', w.address, %(hours)s, %(now)s,
        false, '', '', 0 FROM w
), lined AS (
    INSERT INTO orders_orderline (id, order_id, position, sku_id, product_id, title, options,
        picture_key, quantity, price_minor, list_price_minor, total_minor, shop_discount_minor,
        payable_minor, adjustments, promises, attribution)
    SELECT w.line, w."order", 0, %(sku)s, %(product)s, %(title)s, %(options)s::jsonb,
        %(picture)s, w.n, %(price)s, %(listed)s, w.n * %(price)s, w.n * (%(price)s - %(pay)s),
        w.n * %(pay)s, jsonb_build_array(jsonb_build_object('kind', 'flash', 'promotion_id',
            %(item)s::text, 'title', %(sale)s::text, 'amount_minor',
            w.n * (%(price)s - %(pay)s), 'funder', 'shop')),
        %(promises)s::jsonb, nullif(w.source, 'null'::jsonb) FROM w
)
SELECT count(*) FROM claim
"""


@dataclass(frozen=True, slots=True)
class FlashStart:
    """What is known of one wish before it is placed."""

    checkout_id: UUID | None
    payment_id: UUID | None
    input_hash: str
    is_active: bool
    address: str | None
    sequence: int


def read_flash_starts(
    buyers: Sequence[UUID], keys: Sequence[str], addresses: Sequence[UUID]
) -> dict[int, FlashStart]:
    """By the index of the wish: earlier answers, addresses, fresh numbers; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_START, [id_array(buyers), id_array(addresses), json.dumps(list(keys))])
        return {row[0] - 1: FlashStart(*row[1:]) for row in cursor.fetchall()}


def write_flash_checkouts(columns: Mapping[str, Any]) -> int:
    """Write checkouts with their orders and lines; how many keys were claimed.

    Fewer than there are rows when a key was claimed meanwhile: give up the transaction then.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, columns)
        return int(cursor.fetchone()[0])
