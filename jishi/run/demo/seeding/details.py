"""What the demo's goods say of themselves, and the second warehouses of some shops."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import durable
from jishi.run.demo.catalogue import CHARTS, DETAILS, PARTS
from jishi.run.demo.catalogue.shapes import Product
from jishi.run.demo.seeding.studio import Studio
from jishi.trade.catalog.actions.move_stock import move_stock
from jishi.trade.catalog.actions.save_warehouse import save_warehouse
from jishi.trade.catalog.queries import get_stock_rows, list_warehouses
from jishi.trade.catalog.types import (
    Block,
    BlockKind,
    LimitPeriod,
    ProductDetails,
    PurchaseLimit,
    SizeChart,
)

# Shop, name and place of the second warehouse, regions it serves.
_SECOND = (
    (
        "zhou",
        ("杭州仓", "Hangzhou"),
        ("浙江杭州", "Hangzhou, Zhejiang"),
        ("浙江", "上海", "江苏", "Zhejiang", "Shanghai", "Jiangsu"),
    ),
    (
        "ala",
        ("郑州仓", "Zhengzhou"),
        ("河南郑州", "Zhengzhou, Henan"),
        ("河南", "北京", "河北", "Henan", "Beijing", "Hebei"),
    ),
)


def details_of(studio: Studio, product: Product) -> ProductDetails:
    """The details of a product, in the demo's language; a presale is days from today."""
    said = DETAILS[product.key]
    chart = CHARTS.get(product.key)
    say = studio.say
    # A text in both languages stands Chinese first: one of the two is kept.
    at = 1 if studio.language == "en" else 0
    attributes = {
        key: _in_one_language(value, at) if isinstance(value, str) else value
        for key, value in said.says.items()
    }
    return ProductDetails(
        subcategory=said.kind,
        attributes=attributes,
        blocks=tuple(
            Block(
                BlockKind.TABLE if part.rows else BlockKind.TEXT,
                heading=say(part.heading),
                text=say(part.text) if part.text else "",
                rows=tuple(tuple(say(cell) for cell in row) for row in part.rows),
            )
            for part in PARTS.get(product.key, ())
        ),
        size_chart=SizeChart(
            tuple(say(name) for name in chart.columns),
            tuple(tuple(say(cell) for cell in row) for row in chart.rows),
            say(chart.note),
        )
        if chart
        else None,
        ships_on=None
        if said.ships_in is None
        else (clock.now() + timedelta(days=said.ships_in)).date(),
        limit=PurchaseLimit(said.limit, LimitPeriod(said.limit_in)) if said.limit else None,
        has_pickup=said.pickup,
    )


def _in_one_language(text: str, at: int) -> str:
    """`云南云岭 Yunling` in Chinese or English; a text in one language as it is."""
    chinese, _, english = text.partition(" ")
    if not english or chinese.isascii():
        return text
    return english if at else chinese


def seed_warehouses(studio: Studio) -> None:
    """Some shops send from two places; a third of their stock lies in the second."""
    at = 1 if studio.language == "en" else 0
    for key, name, region, serves in _SECOND:
        shop = next((shop for shop in studio.plan.shops if shop.key == key), None)
        if shop is None or len(list_warehouses(studio.actor(shop.owner), studio.shops[key])) > 1:
            continue
        owner, shop_id = studio.actor(shop.owner), studio.shops[key]
        with durable():
            second = save_warehouse(
                actor=owner,
                shop_id=shop_id,
                name=name[at],
                region=region[at],
                serves=serves,
                position=1,
            )
            for row in get_stock_rows(owner, shop_id):
                if row.available >= 30:
                    move_stock(
                        actor=owner,
                        sku_id=row.sku_id,
                        source_id=row.warehouse_id,
                        target_id=second.id,
                        quantity=row.available // 3,
                    )
