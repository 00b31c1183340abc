"""The columns of imports and exports, and how their cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.money import parse_minor
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.errors import ColumnsMissing
from jishi.trade.catalog.rules import CATEGORIES
from jishi.trade.catalog.types import AttributeKind, AttributeSpec, AttributeValue, Promise

_PARTS = re.compile(r"\s*[/／|、]\s*")


@dataclass(frozen=True)
class Column:
    """A column: its key, what it is called in Chinese and English, how a cell is read."""

    key: str
    name_zh: str
    name_en: str
    read: Callable[[str], Any]


def _text(cell: str) -> str:
    return cell


def _money(cell: str) -> int:
    return parse_minor(cell, settings.currency)


def _whole(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", cell):
        raise ValueError
    return int(float(cell))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(cell) if part)


def _category(cell: str) -> tuple[str, str]:
    """`fruit/citrus`, or the names in either language: department and kind."""
    names = [*_parts(cell), ""]
    for entry in CATEGORIES:
        if names[0] in (entry.slug, entry.name_zh, entry.name_en):
            for kind in entry.subcategories:
                if names[1] in (kind.slug, kind.name_zh, kind.name_en):
                    return entry.slug, kind.slug
            if names[1] == "":
                return entry.slug, ""
    raise ValueError


def _promises(cell: str) -> tuple[str, ...]:
    return tuple(Promise(part).value for part in _parts(cell))


COLUMNS = (
    Column("product_id", "商品编号", "Product number", lambda cell: UUID(cell)),
    Column("title", "商品名称", "Product name", _text),
    Column("category", "类目", "Category", _category),
    Column("description", "商品描述", "Description", _text),
    Column("promises", "服务承诺", "Promises", _promises),
    Column("option_names", "规格名", "Option names", _parts),
    Column("options", "规格值", "Option values", _parts),
    Column("sku_code", "规格编码", "SKU code", _text),
    Column("price", "售价", "Price", _money),
    Column("list_price", "划线价", "Was", _money),
    Column("stock", "库存", "Stock", _whole),
    Column("weight_grams", "重量（克）", "Weight (g)", _whole),
)
_SPECS: dict[str, AttributeSpec] = {
    a.key: a for entry in CATEGORIES for kind in entry.subcategories for a in kind.attributes
}


def attribute_column(key: str) -> Column:
    """The column of an attribute, `attr:origin`."""
    spec = _SPECS[key]
    return Column(f"attr:{key}", spec.name_zh, spec.name_en, lambda cell: _value(spec, cell))


def _value(spec: AttributeSpec, cell: str) -> AttributeValue:
    if spec.kind is AttributeKind.NUMBER:
        number = float(cell)
        return int(number) if number.is_integer() else number
    if spec.kind is AttributeKind.DATE:
        return date.fromisoformat(cell).isoformat()
    for choice in spec.choices:
        if cell in (choice.slug, choice.name_zh, choice.name_en):
            return choice.slug
    if spec.choices:
        raise ValueError
    return cell


def find_columns(heading: Sequence[str]) -> dict[int, Column]:
    """Which column stands where, by key or name; unknown ones are left alone.

    Raises ColumnsMissing without a title or number, and without a SKU code.
    """
    known: dict[str, Column] = {}
    for column in (*(attribute_column(key) for key in _SPECS), *COLUMNS):
        for name in (column.key, column.name_zh, column.name_en.lower()):
            known[name] = column
    found: dict[int, Column] = {}
    for at, name in enumerate(heading):
        column_found = known.get(name.strip().rstrip("*").strip().lower()) or known.get(name)
        if column_found is not None and column_found not in found.values():
            found[at] = column_found
    keys = {column.key for column in found.values()}
    if not keys & {"title", "product_id"} or "sku_code" not in keys:
        raise ColumnsMissing(missing="title, sku_code")
    return found


def read_cells(
    row: Sequence[str], columns: Mapping[int, Column]
) -> tuple[dict[str, Any], list[str]]:
    """Values by key, and the keys of the cells that cannot be read; empty cells are left out."""
    values: dict[str, Any] = {}
    wrong = []
    for at, column in columns.items():
        cell = row[at].strip() if at < len(row) else ""
        if not cell:
            continue
        try:
            values[column.key] = column.read(cell)
        except (ValueError, OverflowError):
            wrong.append(column.key)
    return values, wrong
