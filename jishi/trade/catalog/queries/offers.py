"""SKUs as carts and orders need them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jishi.trade.catalog.queries.rows import limit_of, options_of, promises_of
from jishi.trade.catalog.types import ListingStatus, SkuOffer, SkuView

_SQL = """
SELECT u.id, u.product_id, u.code, u.options::text, u.price_minor, u.list_price_minor,
       u.picture_key, (SELECT coalesce(sum(t.on_hand - t.reserved), 0)::int
                       FROM catalog_stock t WHERE t.sku_id = u.id),
       p.currency, p.title, p.pictures->>0, p.shop_id, s.name, p.listing_status,
       s.status = 'open' AND NOT u.is_retired, p.promises::text, p.category, p.subcategory,
       u.weight_grams, p.ships_on, p.limit_quantity, p.limit_period, p.is_virtual, p.has_pickup
FROM catalog_sku u
JOIN catalog_product p ON p.id = u.product_id
JOIN shops_shop s ON s.id = p.shop_id
WHERE u.id = ANY(%s)
"""


def get_skus(ids: Iterable[UUID]) -> dict[UUID, SkuOffer]:
    """What each SKU is, costs and promises now, in one statement; unknown ids are left out.

    Retired SKUs, delisted products and those of closed shops are there with `is_buyable` False.
    """
    wanted = list(set(ids))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [wanted])
        rows = cursor.fetchall()
    found = {}
    for row in rows:
        sku = SkuView(
            id=row[0],
            product_id=row[1],
            code=row[2],
            options=options_of(json.loads(row[3])),
            price_minor=row[4],
            list_price_minor=row[5],
            currency=row[8],
            available=row[7],
            picture_key=row[6] or None,
            weight_grams=row[18],
        )
        found[sku.id] = SkuOffer(
            sku=sku,
            title=row[9],
            picture_key=sku.picture_key or row[10] or "",
            shop_id=row[11],
            shop_name=row[12],
            status=ListingStatus(row[13]),
            is_buyable=row[13] == "listed" and row[14],
            promises=promises_of(row[15]),
            category=row[16],
            subcategory=row[17],
            stock_sku_id=sku.id,
            ships_on=row[19],
            limit=limit_of(row[20], row[21]),
            is_virtual=row[22],
            has_pickup=row[23],
        )
    return found
