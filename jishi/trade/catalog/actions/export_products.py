"""A shop's products as a file that can be imported again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from django.utils.translation import get_language

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.money import write_plain
from jishi.foundation.kernel.settings import settings
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions._columns import COLUMNS, Column, attribute_column
from jishi.trade.catalog.providers.sheets import MAX_ROWS, write_csv, write_xlsx
from jishi.trade.catalog.queries.imports import KnownProduct, KnownSku, walk_products
from jishi.trade.catalog.types import SheetFile
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right

_WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def export_products(
    *, actor: Actor, shop_id: UUID, format: str = "xlsx", template: bool = False
) -> SheetFile:
    """The columns of an import, a row a SKU, at most 10,000; `template`: the heading only.

    Raises InvalidInput for another format than `csv` or `xlsx`, NotAllowed for strangers.
    """
    require_transaction()
    require_shop_right(actor, shop_id, Right.EDIT_PRODUCTS)
    if format not in _WRITERS:
        raise InvalidInput(field="format")
    products = [] if template else list(walk_products(shop_id))
    used = dict.fromkeys(key for p in products for key in p.details.attributes)
    if template:
        used = dict.fromkeys(("origin", "net_weight_g", "shelf_life_days", "storage", "material"))
    columns = [*COLUMNS, *(attribute_column(key) for key in used)]
    chinese = (get_language() or "").startswith("zh")
    heading = [c.name_zh if chinese else c.name_en for c in columns]
    rows: list[Sequence[object]] = [heading]
    rows += islice(_rows(products, columns), MAX_ROWS)
    audit(
        actor=actor,
        action="export_products",
        subject_kind="shop",
        subject_id=shop_id,
        detail={"rows": len(rows) - 1, "format": format},
    )
    name = "template" if template else f"products-{clock.now():%Y%m%d}"
    return _WRITERS[format](f"jishi-{name}", rows)


def _rows(products: list[KnownProduct], columns: list[Column]) -> Iterator[list[str | int]]:
    for product in products:
        for known in product.skus.values():
            yield [_cell(product, known, column.key) for column in columns]


def _cell(product: KnownProduct, known: KnownSku, key: str) -> str | int:
    words, sku = product.words, known.sku
    if key.startswith("attr:"):
        attribute = product.details.attributes.get(key[5:], "")
        return attribute if isinstance(attribute, int) else str(attribute)
    cells: dict[str, str | int | None] = {
        "product_id": str(product.id),
        "title": words["title"],
        "category": f"{words['category']}/{product.details.subcategory}".rstrip("/"),
        "description": words["description"],
        "promises": " / ".join(words["promises"]),
        "option_names": " / ".join(words["option_names"]),
        "options": " / ".join(sku.options),
        "sku_code": sku.code,
        "price": write_plain(sku.price_minor, settings.currency),
        "list_price": write_plain(sku.list_price_minor, settings.currency)
        if sku.list_price_minor
        else "",
        "stock": known.on_hand,
        "weight_grams": sku.weight_grams,
    }
    cell = cells[key]
    return "" if cell is None else cell
