"""Checks of what a merchant says of a product beyond title and pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.texts import clean_line, clean_text
from jishi.trade.catalog.actions._words import Words, check_key
from jishi.trade.catalog.errors import (
    AttributeInvalid,
    AttributesMissing,
    QuantityInvalid,
    SizeChartInvalid,
    SubcategoryUnknown,
)
from jishi.trade.catalog.rules import (
    ATTRIBUTE_LIMIT,
    BLOCK_TEXT_LIMIT,
    CELL_LIMIT,
    MAX_BLOCKS,
    MAX_LINE_QUANTITY,
    MAX_TABLE_COLUMNS,
    MAX_TABLE_ROWS,
    find_subcategory,
    missing_attributes,
)
from jishi.trade.catalog.types import (
    AttributeKind,
    AttributeSpec,
    AttributeValue,
    Block,
    BlockKind,
    ProductDetails,
)

HEADING_LIMIT = 60
NOTE_LIMIT = 300
_MAX_NUMBER = 10**9


def check_details(details: ProductDetails, category: str) -> Words:
    """The details, cleaned, as plain JSON; raises what is wrong with the first unfit one."""
    kind = find_subcategory(category, details.subcategory)
    if kind is None and details.subcategory:
        raise SubcategoryUnknown(category=category, subcategory=details.subcategory[:30])
    specs = {a.key: a for a in kind.attributes} if kind else {}
    if len(details.blocks) > MAX_BLOCKS:
        raise InvalidInput(field="blocks")
    limit = details.limit
    if limit and (type(limit.quantity) is not int or not 0 < limit.quantity <= MAX_LINE_QUANTITY):
        raise QuantityInvalid(least=1, most=MAX_LINE_QUANTITY)
    chart, video = details.size_chart, details.video
    return {
        "subcategory": details.subcategory,
        "attributes": _check_attributes(details.attributes, specs),
        "blocks": [_check_block(block) for block in details.blocks],
        "size_chart": chart
        and {
            "columns": _check_rows([chart.columns])[0],
            "rows": _check_rows(chart.rows, len(chart.columns)),
            "note": clean_line(chart.note, field="note", limit=NOTE_LIMIT, required=False),
        },
        "video": video
        and {
            "key": check_key(video.key),
            "poster_key": check_key(video.poster_key) if video.poster_key else "",
            "duration_ms": max(0, int(video.duration_ms)),
        },
        "ships_on": details.ships_on.isoformat() if details.ships_on else None,
        "limit_quantity": limit.quantity if limit else None,
        "limit_period": str(limit.period) if limit else "",
        "is_virtual": bool(details.is_virtual),
        "has_pickup": bool(details.has_pickup),
    }


def require_attributes(words: Words) -> None:
    """Raises AttributesMissing for goods that do not say what their kind must say."""
    if not words["subcategory"]:
        raise AttributesMissing(missing="kind", missing_zh="细分类目", keys=["subcategory"])
    missing = missing_attributes(words["category"], words["subcategory"], words["attributes"])
    if missing:
        raise AttributesMissing(
            missing=", ".join(a.name_en for a in missing),
            missing_zh="、".join(a.name_zh for a in missing),
            keys=[a.key for a in missing],
        )


def _check_attributes(
    given: Mapping[str, AttributeValue], specs: Mapping[str, AttributeSpec]
) -> dict[str, AttributeValue]:
    """Known attributes with fit values; an empty value is none."""
    found: dict[str, AttributeValue] = {}
    for key, value in given.items():
        if key not in specs:
            raise AttributeInvalid(attribute=key[:40], value=str(value)[:40])
        if value != "":
            found[key] = _check_value(specs[key], value)
    return found


def _check_value(spec: AttributeSpec, value: AttributeValue) -> AttributeValue:
    wrong = AttributeInvalid(
        attribute=spec.name_en, attribute_zh=spec.name_zh, key=spec.key, value=str(value)[:40]
    )
    if spec.kind is AttributeKind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong
        if not 0 <= value <= _MAX_NUMBER:
            raise wrong
        return int(value) if float(value).is_integer() else value
    if not isinstance(value, str):
        raise wrong
    if spec.kind is AttributeKind.CHOICE:
        if value not in {c.slug for c in spec.choices}:
            raise wrong
        return value
    if spec.kind is AttributeKind.DATE:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise wrong from None
    return clean_line(value, field=spec.key, limit=ATTRIBUTE_LIMIT)


def _check_block(block: Block) -> Words:
    heading = clean_line(block.heading, field="blocks", limit=HEADING_LIMIT, required=False)
    base: Words = {"kind": str(block.kind), "heading": heading}
    if block.kind is BlockKind.TEXT:
        return base | {"text": clean_text(block.text, field="blocks", limit=BLOCK_TEXT_LIMIT)}
    if block.kind is BlockKind.TABLE:
        if not block.rows:
            raise SizeChartInvalid()
        return base | {"rows": _check_rows(block.rows, len(block.rows[0]))}
    caption = clean_line(block.text, field="blocks", limit=ATTRIBUTE_LIMIT, required=False)
    poster = check_key(block.poster_key) if block.poster_key else ""
    return base | {"key": check_key(block.key), "text": caption, "poster_key": poster}


def _check_rows(rows: Sequence[Sequence[str]], width: int | None = None) -> list[list[str]]:
    if not 1 <= len(rows) <= MAX_TABLE_ROWS:
        raise SizeChartInvalid()
    if any(not 1 <= len(r) <= MAX_TABLE_COLUMNS or len(r) != (width or len(r)) for r in rows):
        raise SizeChartInvalid()
    return [
        [clean_line(c, field="table", limit=CELL_LIMIT, required=False) for c in row]
        for row in rows
    ]
