"""Rows of an import and the products they make up, while they are planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jishi.foundation.kernel.money import write_plain
from jishi.foundation.kernel.settings import settings
from jishi.trade.catalog.actions._columns import Column, read_cells
from jishi.trade.catalog.queries.imports import KnownProduct
from jishi.trade.catalog.types import RowFate, SkuInput


@dataclass
class PlannedRow:
    """A row with its values, and what was found out about it."""

    number: int
    cells: Sequence[str]
    values: dict[str, Any]
    wrong: list[str]
    group: int = 0
    fate: RowFate = RowFate.UNCHANGED
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class PlannedProduct:
    """The rows of one product, and what the catalog is asked to make of them."""

    known: KnownProduct | None
    rows: list[PlannedRow]
    words: dict[str, Any] = field(default_factory=dict)
    skus: tuple[SkuInput, ...] = ()
    stocks: dict[str, int] = field(default_factory=dict)  # SKU code -> on hand, where it differs

    @property
    def is_broken(self) -> bool:
        """Whether something is wrong with any of its rows: then none of them is applied."""
        return any(row.problems for row in self.rows)


def read_rows(
    rows: Sequence[Sequence[str]], columns: Mapping[int, Column], first: int = 2
) -> list[PlannedRow]:
    """The rows below the heading, numbered as a spreadsheet shows them; empty ones left out."""
    found = []
    for number, row in enumerate(rows, start=first):
        if any(cell.strip() for cell in row):
            values, wrong = read_cells(row, columns)
            found.append(PlannedRow(number, list(row), values, wrong))
    return found


def show(value: Any, key: str = "") -> str:
    """A value as the page of the import shows it; `key` tells amounts of money."""
    if value is None:
        return ""
    if key.endswith("_minor"):
        return write_plain(value, settings.currency)
    if isinstance(value, Mapping):
        return "; ".join(f"{k}: {v}" for k, v in sorted(value.items()))
    return " / ".join(value) if isinstance(value, tuple | list) else str(value)
