"""Views of the catalog as plain values, for a shop's programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jishi.surfaces.api.presenters import show_card
from jishi.surfaces.api.schemas.catalog import DetailsIn, SkuIn
from jishi.trade.catalog.types import (
    Block,
    BulkResult,
    CategoryView,
    ImportRowView,
    ImportView,
    ProductDetails,
    ProductVideo,
    PurchaseLimit,
    ShowcaseItem,
    SizeChart,
    SkuInput,
    StockChangeView,
    StockRow,
    WarehouseView,
)

Plain = dict[str, Any]


def show_tree(entry: CategoryView) -> Plain:
    """A department with its kinds and what each must say."""
    return {
        "slug": entry.slug,
        "name_zh": entry.name_zh,
        "name_en": entry.name_en,
        "subcategories": [asdict(kind) for kind in entry.subcategories],
    }


def read_details(given: DetailsIn, video: ProductVideo | None = None) -> ProductDetails:
    """What a program sent, as the catalog takes it; a film is kept, it is set on the desk."""
    chart, limit = given.size_chart, given.limit
    return ProductDetails(
        subcategory=given.subcategory,
        attributes=given.attributes,
        blocks=tuple(
            Block(b.kind, b.heading, b.text, b.key, "", tuple(tuple(row) for row in b.rows))
            for b in given.blocks
        ),
        size_chart=SizeChart(
            tuple(chart.columns), tuple(tuple(row) for row in chart.rows), chart.note
        )
        if chart
        else None,
        video=video,
        ships_on=given.ships_on,
        limit=PurchaseLimit(limit.quantity, limit.period) if limit else None,
        is_virtual=given.is_virtual,
        has_pickup=given.has_pickup,
    )


def read_sku(given: SkuIn) -> SkuInput:
    """A SKU as the catalog takes it."""
    return SkuInput(**given.dict() | {"options": tuple(given.options)})


def show_stock(row: StockRow) -> Plain:
    """What lies of a SKU in one warehouse."""
    return {
        "sku_id": row.sku_id,
        "product_id": row.product_id,
        "title": row.title,
        "code": row.code,
        "warehouse_id": row.warehouse_id,
        "warehouse_name": row.warehouse_name,
        "on_hand": row.on_hand,
        "reserved": row.reserved,
        "available": row.available,
        "sold": row.sold,
        "alert_at": row.alert_at,
        "is_low": row.is_low,
    }


def show_change(row: StockChangeView) -> Plain:
    """A line of the stock's history."""
    return {
        "warehouse_name": row.warehouse_name,
        "delta": row.delta,
        "reason": row.reason,
        "reference": row.reference,
        "at": row.at,
    }


def show_warehouse(row: WarehouseView) -> Plain:
    """A warehouse."""
    return {key: value for key, value in asdict(row).items() if key != "shop_id"}


def show_import(run: ImportView) -> Plain:
    """An import."""
    return {key: value for key, value in asdict(run).items() if key != "shop_id"}


def show_import_row(row: ImportRowView) -> Plain:
    """A row of an import."""
    return asdict(row)


def show_bulk(result: BulkResult) -> Plain:
    """What became of one product of many."""
    return asdict(result)


def show_item(item: ShowcaseItem) -> Plain:
    """A product in a showcase."""
    return {
        "product": show_card(item.product),
        "is_pinned": item.is_pinned,
        "is_hidden": item.is_hidden,
    }
