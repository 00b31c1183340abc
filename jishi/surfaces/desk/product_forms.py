"""The product form: words, attributes of its kind, blocks, rows of SKUs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from jishi.foundation.kernel.money import write_plain
from jishi.surfaces.desk.forms import MoneyField
from jishi.trade.catalog.types import (
    AttributeKind,
    AttributeSpec,
    AttributeValue,
    Block,
    BlockKind,
    LimitPeriod,
    ProductDetails,
    ProductVideo,
    ProductView,
    PurchaseLimit,
    SizeChart,
    SkuInput,
    SkuView,
)

MAX_ROWS = 100
OPTIONS = ("option_1", "option_2", "option_3")
_CELLS = re.compile(r"\s*[|｜\t]\s*")


class ProductForm(forms.Form):
    """A product's words; `category` is `fruit/citrus`, its SKUs are rows of `SkuForm`."""

    title = forms.CharField(max_length=100)
    description = forms.CharField(max_length=10_000, required=False)
    category = forms.CharField(max_length=80)
    option_1 = forms.CharField(max_length=30, required=False)
    option_2 = forms.CharField(max_length=30, required=False)
    option_3 = forms.CharField(max_length=30, required=False)
    video = forms.CharField(max_length=40, required=False)
    size_chart = forms.CharField(max_length=10_000, required=False)
    size_note = forms.CharField(max_length=300, required=False)
    ships_on = forms.DateField(required=False)
    limit_quantity = forms.IntegerField(min_value=1, max_value=999, required=False)
    limit_period = forms.ChoiceField(
        choices=[(p.value, p.value) for p in LimitPeriod], required=False
    )
    is_virtual = forms.BooleanField(required=False)
    has_pickup = forms.BooleanField(required=False)


class SkuForm(forms.Form):
    """One row of the SKU grid; `id` keeps a SKU itself when its code or options change."""

    id = forms.UUIDField(required=False)
    code = forms.CharField(max_length=40, required=False)
    option_1 = forms.CharField(max_length=30, required=False)
    option_2 = forms.CharField(max_length=30, required=False)
    option_3 = forms.CharField(max_length=30, required=False)
    price = MoneyField(max_length=20)
    list_price = MoneyField(max_length=20, required=False)
    stock = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    stock_was = forms.IntegerField(min_value=-10_000_000, max_value=10_000_000, required=False)
    weight = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    picture_key = forms.CharField(max_length=200, required=False)

    def to_input(self, option_count: int, picture_key: str | None) -> SkuInput:
        """The row as the catalog takes it."""
        data = self.cleaned_data
        return SkuInput(
            id=data["id"],
            code=data["code"],
            options=tuple(data[name] for name in OPTIONS[:option_count]),
            price_minor=data["price"],
            list_price_minor=data["list_price"],
            stock=data["stock"] or 0,
            picture_key=picture_key,
            weight_grams=data["weight"],
        )

    @property
    def stock_change(self) -> int:
        """By how much the stock of a known SKU was changed here."""
        data = self.cleaned_data
        if data["id"] is None or data["stock"] is None or data["stock_was"] is None:
            return 0
        return int(data["stock"] - data["stock_was"])

    @property
    def values(self) -> list[str]:
        """Its option values, as they are or were entered."""
        return [self[name].value() or "" for name in OPTIONS]


def sku_rows(data: Mapping[str, Any] | None, product: ProductView | None) -> list[SkuForm]:
    """The rows of a sent form (`sku-0-code` …), or those of a product, or one empty row."""
    if data is not None:
        numbers = row_numbers(data, "sku")
        return [SkuForm(data, prefix=f"sku-{n}") for n in numbers[:MAX_ROWS]]
    if product is None:
        return [SkuForm(prefix="sku-0", initial={"stock": 0})]
    return [
        SkuForm(prefix=f"sku-{n}", initial=_initial_of(sku)) for n, sku in enumerate(product.skus)
    ]


def row_numbers(data: Mapping[str, Any], name: str) -> list[int]:
    """The numbers of the rows that a form sent, as `name-7-…`."""
    found = (re.match(rf"{name}-([0-9]{{1,4}})-", key) for key in data)
    return sorted({int(match[1]) for match in found if match})


def _initial_of(sku: SkuView) -> dict[str, Any]:
    values = [value for _name, value in sku.options] + ["", "", ""]
    return {
        "id": sku.id,
        "code": sku.code,
        "option_1": values[0],
        "option_2": values[1],
        "option_3": values[2],
        "price": write_plain(sku.price_minor, sku.currency),
        "list_price": write_plain(sku.list_price_minor, sku.currency)
        if sku.list_price_minor
        else "",
        "stock": sku.available,
        "stock_was": sku.available,
        "weight": sku.weight_grams or "",
        "picture_key": sku.picture_key or "",
    }


def initial_words(product: ProductView | None) -> dict[str, Any]:
    """What the form shows of a product."""
    if product is None:
        return {}
    said, names = product.details, [*product.option_names, "", "", ""]
    chart = said.size_chart
    return {
        "title": product.title,
        "description": product.description,
        "category": f"{product.category}/{said.subcategory}",
        **dict(zip(OPTIONS, names, strict=False)),
        "video": "keep" if said.video else "",
        "size_chart": write_table([chart.columns, *chart.rows]) if chart else "",
        "size_note": chart.note if chart else "",
        "ships_on": said.ships_on.isoformat() if said.ships_on else "",
        "limit_quantity": said.limit.quantity if said.limit else "",
        "limit_period": said.limit.period.value if said.limit else "week",
        "is_virtual": said.is_virtual,
        "has_pickup": said.has_pickup,
    }


@dataclass(frozen=True)
class AttributeField:
    """An attribute with what was said of it."""

    spec: AttributeSpec
    value: AttributeValue

    @property
    def is_choice(self) -> bool:
        """Whether it is one of several."""
        return self.spec.kind is AttributeKind.CHOICE

    @property
    def input_type(self) -> str:
        """The type of its input."""
        return {"number": "text", "date": "date"}.get(self.spec.kind, "text")


def read_attributes(
    specs: tuple[AttributeSpec, ...], data: Mapping[str, Any]
) -> dict[str, AttributeValue]:
    """What was entered, numbers as numbers; what is none stays as it is, for the catalog to say."""
    found: dict[str, AttributeValue] = {}
    for spec in specs:
        text = str(data.get(f"attr-{spec.key}", "")).strip()
        if text:
            found[spec.key] = _number(text) if spec.kind is AttributeKind.NUMBER else text
    return found


def _number(text: str) -> AttributeValue:
    try:
        value = float(text)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def read_details(
    form: ProductForm,
    specs: tuple[AttributeSpec, ...],
    data: QueryDict,
    block_keys: Mapping[int, str],
    video: ProductVideo | None,
) -> ProductDetails:
    """The details of a sent form; `block_keys` are the pictures that came with its blocks."""
    clean = form.cleaned_data
    table = read_table(clean["size_chart"])
    limit = clean["limit_quantity"]
    return ProductDetails(
        subcategory=clean["category"].partition("/")[2],
        attributes=read_attributes(specs, data),
        blocks=read_blocks(data, block_keys),
        size_chart=SizeChart(table[0], table[1:], clean["size_note"]) if table else None,
        video=video,
        ships_on=clean["ships_on"],
        limit=PurchaseLimit(limit, LimitPeriod(clean["limit_period"] or "week")) if limit else None,
        is_virtual=clean["is_virtual"],
        has_pickup=clean["has_pickup"],
    )


def read_blocks(data: Mapping[str, Any], keys: Mapping[int, str]) -> tuple[Block, ...]:
    """The blocks in the order in which they stood; empty ones are left out."""
    found = []
    order = list(dict.fromkeys(int(n) for n in _list(data, "block") if n.isdigit()))
    for n in order:
        kind = str(data.get(f"block-{n}-kind", ""))
        if kind not in set(BlockKind):
            continue
        text = str(data.get(f"block-{n}-text", "")).strip()
        key = keys.get(n) or str(data.get(f"block-{n}-key", ""))
        rows = read_table(text) if kind == BlockKind.TABLE else ()
        if rows or (key if kind in (BlockKind.PICTURE, BlockKind.VIDEO) else text):
            found.append(
                Block(
                    BlockKind(kind),
                    heading=str(data.get(f"block-{n}-heading", "")),
                    text="" if rows else text,
                    key=key if not rows else "",
                    rows=rows,
                )
            )
    return tuple(found)


def _list(data: Mapping[str, Any], name: str) -> list[str]:
    return data.getlist(name) if isinstance(data, QueryDict) else [str(data.get(name, ""))]


def read_table(text: str) -> tuple[tuple[str, ...], ...]:
    """Rows of cells: a line a row, cells divided by | or tabs; short rows are filled up."""
    lines = [_CELLS.split(line.strip().strip("|｜").strip()) for line in text.splitlines()]
    rows = [line for line in lines if any(line)]
    width = max((len(row) for row in rows), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def write_table(rows: Any) -> str:
    """Rows as the form shows them."""
    return "\n".join(" | ".join(row) for row in rows)
