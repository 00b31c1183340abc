"""Imports, exports and changes of many products at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ImportStatus(StrEnum):
    """How far an import is."""

    CHECKED = "checked"
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"


class RowFate(StrEnum):
    """What becomes of a row of an import."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with a cell: the column's key and the reason, in the reader's language."""

    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ImportRowView:
    """A row of an import: its number in the file, its fate, what differs, what is wrong."""

    number: int
    fate: RowFate
    title: str
    sku_code: str
    changes: Mapping[str, tuple[str, str]]  # column -> (before, after)
    problems: tuple[CellProblem, ...]
    is_applied: bool
    failure: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import with the count of each fate and how much of it is done."""

    id: UUID
    shop_id: UUID
    filename: str
    status: ImportStatus
    counts: Mapping[RowFate, int]
    done_count: int
    failed_count: int
    created_at: datetime
    finished_at: datetime | None

    @property
    def work_count(self) -> int:
        """Rows that change something."""
        return self.counts.get(RowFate.CREATE, 0) + self.counts.get(RowFate.UPDATE, 0)

    @property
    def percent(self) -> int:
        """How much is done, of a hundred."""
        return 100 * self.done_count // self.work_count if self.work_count else 100


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file to be sent: its name, its kind and its bytes."""

    filename: str
    content_type: str
    data: bytes


class BulkKind(StrEnum):
    """What may be done to many products at once."""

    PRICE_PERCENT = "price_percent"
    STOCK_SET = "stock_set"
    STOCK_ADD = "stock_add"
    LIST = "list"
    DELIST = "delist"
    PROMISE_ADD = "promise_add"
    PROMISE_REMOVE = "promise_remove"


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one product of many: `message` says why it was refused."""

    product_id: UUID
    title: str
    is_done: bool
    message: str = ""
    code: str = ""
