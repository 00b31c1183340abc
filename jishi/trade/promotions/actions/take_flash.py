"""Take goods of a flash sale for many checkouts at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.ids import id_array, new_id
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.promotions.errors import FlashLimit, FlashOver, FlashSoldOut
from jishi.trade.promotions.types import FlashItemView, FlashVerdict, FlashWish

_LOCK = """
SELECT i.id, i.sale_id, i.sku_id, i.product_id, i.price_minor, i.quantity, i.taken, i.per_person,
    s.starts_at, s.ends_at, s.title, s.status,
    (SELECT json_object_agg(o.person_id, o.n)::text FROM (
        SELECT t.person_id, sum(t.quantity) AS n FROM promotions_flashtake t
        WHERE t.item_id = i.id AND t.person_id = ANY(%s::uuid[]) AND t.state <> 'freed'
        GROUP BY t.person_id) o)
FROM promotions_flashitem i JOIN promotions_flashsale s ON s.id = i.sale_id
WHERE i.id = %s FOR NO KEY UPDATE OF i
"""
_TAKE = """
WITH took AS (
    INSERT INTO promotions_flashtake (id, item_id, person_id, quantity, reference, state, at)
    SELECT w.id, %(item)s, w.person, w.quantity, w.reference, 'held', %(now)s
    FROM ROWS FROM (unnest(%(ids)s::uuid[], %(people)s::uuid[], %(counts)s::int[]),
        json_array_elements_text(%(references)s::json)) AS w(id, person, quantity, reference)
)
UPDATE promotions_flashitem SET taken = taken + %(sum)s WHERE id = %(item)s
"""


def take_flash(
    *, item_id: UUID, wishes: Sequence[FlashWish], most: int | None = None
) -> FlashVerdict | None:
    """First come, first served: as many wishes as the sale, the people's limit and `most` allow.

    Each wish names its buyer; the caller has made sure that it is theirs. None for an item that
    does not exist. The item stays locked to the end of the transaction.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [id_array(w.person_id for w in wishes), item_id])
        row = cursor.fetchone()
        if row is None:
            return None
        own = defaultdict(int, {UUID(k): n for k, n in json.loads(row[12] or "{}").items()})
        verdict = _judge(row, own, wishes, most, clock.now())
        if verdict.granted:
            kept = [wishes[i] for i in verdict.granted]
            cursor.execute(
                _TAKE,
                {
                    "item": item_id,
                    "now": clock.now(),
                    "ids": id_array(new_id() for _ in kept),
                    "people": id_array(w.person_id for w in kept),
                    "counts": [w.quantity for w in kept],
                    "references": json.dumps([w.reference for w in kept]),
                    "sum": sum(w.quantity for w in kept),
                },
            )
    return verdict


def _judge(
    row: Sequence[Any],
    own: dict[UUID, int],
    wishes: Sequence[FlashWish],
    most: int | None,
    now: datetime,
) -> FlashVerdict:
    item = FlashItemView(*row[:11])
    runs = row[11] == "live" and item.starts_at <= now < item.ends_at
    left = item.left if most is None else min(item.left, most)
    granted: list[int] = []
    refused: list[tuple[int, str]] = []
    for i, wish in enumerate(wishes):
        if not runs:
            refused.append((i, FlashOver.code))
        elif own[wish.person_id] + wish.quantity > item.per_person:
            refused.append((i, FlashLimit.code))
        elif wish.quantity > left:
            refused.append((i, FlashSoldOut.code))
        else:
            left -= wish.quantity
            own[wish.person_id] += wish.quantity
            granted.append(i)
    return FlashVerdict(item, tuple(granted), tuple(refused))
