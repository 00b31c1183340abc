"""How rows of the catalog's statements become value objects; one statement serves a page.

Plain SQL, because shelves are the hottest reads of the market: a card with its stock costs one
index probe per SKU, and no model is built.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jishi.trade.catalog.types import (
    Block,
    BlockKind,
    EditStatus,
    LimitPeriod,
    ListingStatus,
    ProductCard,
    ProductDetails,
    ProductVideo,
    ProductView,
    Promise,
    PurchaseLimit,
    SizeChart,
    SkuView,
)

CARD_SQL = """
SELECT p.id, p.shop_id, p.title, p.pictures->>0 AS picture, p.price_minor, p.list_price_minor,
       p.currency, p.listing_status, s.status AS shop_status, p.promises::text AS promises,
       p.category, p.listed_at, k.available, k.sold{extra}
FROM {source} p
JOIN shops_shop s ON s.id = p.shop_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.on_hand - t.reserved) FILTER (WHERE NOT u.is_retired), 0)::int
               AS available,
           coalesce(sum(t.sold), 0)::int AS sold
    FROM catalog_stock t JOIN catalog_sku u ON u.id = t.sku_id WHERE t.product_id = p.id
) k
"""
DETAIL_FIELDS = (
    "subcategory",
    "attributes",
    "blocks",
    "size_chart",
    "video",
    "ships_on",
    "limit_quantity",
    "limit_period",
    "is_virtual",
    "has_pickup",
)
_STATUSES = {str(s): s for s in ListingStatus}
_PROMISES = {str(p): p for p in Promise}
# Few sets of promises exist, and JSON is dearer than a look-up.
_known_promises: dict[str, tuple[Promise, ...]] = {}


def promises_of(text: str) -> tuple[Promise, ...]:
    """The promises of a JSON list; a promise no longer known is left out."""
    known = _known_promises.get(text)
    if known is None:
        known = tuple(_PROMISES[name] for name in json.loads(text) if name in _PROMISES)
        _known_promises[text] = known
    return known


def card_of(row: Sequence[Any]) -> ProductCard:
    """The card of a row of CARD_SQL."""
    return ProductCard(
        id=row[0],
        shop_id=row[1],
        title=row[2],
        picture_key=row[3] or "",
        price_minor=row[4],
        list_price_minor=row[5],
        currency=row[6],
        status=_STATUSES[row[7]],
        is_buyable=row[7] == "listed" and row[8] == "open",
        promises=promises_of(row[9]),
        category=row[10],
        listed_at=row[11],
        available_total=row[12],
        sold_count=row[13],
    )


# The columns that a product page needs beyond a card's; SKUs come as one JSON text.
VIEW_EXTRA = """,
       p.description, p.pictures::text, p.option_names::text, s.name, p.edit_status, p.note,
       p.pending_edit IS NOT NULL, p.updated_at,
       (SELECT json_agg(json_build_array(u.id, u.code, u.options, u.price_minor,
                            u.list_price_minor, t.available, u.picture_key, u.weight_grams)
                        ORDER BY u.position, u.id)::text
        FROM catalog_sku u CROSS JOIN LATERAL (
            SELECT coalesce(sum(on_hand - reserved), 0)::int AS available
            FROM catalog_stock WHERE sku_id = u.id) t
        WHERE u.product_id = p.id AND NOT u.is_retired),
       (SELECT json_build_array(p.subcategory, p.attributes, p.blocks, p.size_chart, p.video,
            p.ships_on, p.limit_quantity, p.limit_period, p.is_virtual, p.has_pickup)::text)"""


def view_of(row: Sequence[Any]) -> ProductView:
    """The whole product of a row of CARD_SQL with VIEW_EXTRA."""
    card = card_of(row)
    skus = tuple(
        SkuView(
            id=UUID(sku[0]),
            product_id=card.id,
            code=sku[1],
            options=options_of(sku[2]),
            price_minor=sku[3],
            currency=card.currency,
            list_price_minor=sku[4],
            available=sku[5],
            picture_key=sku[6] or None,
            weight_grams=sku[7],
        )
        for sku in json.loads(row[22] or "[]")
    )
    return ProductView(
        id=card.id,
        shop_id=card.shop_id,
        title=card.title,
        picture_key=card.picture_key,
        price_minor=card.price_minor,
        list_price_minor=card.list_price_minor,
        currency=card.currency,
        status=card.status,
        is_buyable=card.is_buyable,
        sold_count=card.sold_count,
        available_total=card.available_total,
        promises=card.promises,
        category=card.category,
        listed_at=card.listed_at,
        description=row[14],
        pictures=tuple(json.loads(row[15])),
        option_names=tuple(json.loads(row[16])),
        shop_name=row[17],
        edit_status=EditStatus(row[18]),
        note=row[19],
        has_pending_edit=row[20],
        updated_at=row[21],
        skus=skus,
        details=details_of(json.loads(row[23])),
    )


def details_of(values: Sequence[Any]) -> ProductDetails:
    """Details as they are stored: the columns in the order of `DETAIL_FIELDS`, as JSON."""
    blocks, chart, video = values[2], values[3], values[4]
    return ProductDetails(
        subcategory=values[0],
        attributes=values[1],
        blocks=tuple(
            Block(
                kind=BlockKind(block["kind"]),
                heading=block["heading"],
                text=block.get("text", ""),
                key=block.get("key", ""),
                poster_key=block.get("poster_key", ""),
                rows=tuple(tuple(row) for row in block.get("rows", ())),
            )
            for block in blocks
        ),
        size_chart=SizeChart(
            tuple(chart["columns"]), tuple(tuple(row) for row in chart["rows"]), chart["note"]
        )
        if chart
        else None,
        video=ProductVideo(**video) if video else None,
        ships_on=date.fromisoformat(values[5]) if values[5] else None,
        limit=limit_of(values[6], values[7]),
        is_virtual=values[8],
        has_pickup=values[9],
    )


def limit_of(quantity: int | None, period: str) -> PurchaseLimit | None:
    """A purchase limit as it is stored, or none."""
    return PurchaseLimit(quantity, LimitPeriod(period)) if quantity else None


def options_of(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Options as they are stored, as (name, value) pairs."""
    return tuple((name, value) for name, value in pairs)
