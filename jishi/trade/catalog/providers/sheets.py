"""CSV and XLSX in and out: nothing in a cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from jishi.trade.catalog.errors import SheetTooLarge, SheetUnreadable
from jishi.trade.catalog.types import SheetFile

MAX_BYTES = 10 * 2**20
MAX_UNPACKED_BYTES = 200 * 2**20
MAX_PARTS = 500
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_CELL = 20_000
# What a spreadsheet program would run when a cell begins with it (CWE-1236).
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "'")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_sheet(data: bytes, filename: str) -> list[list[str]]:
    """Rows of cells as text, the heading first, empty rows left out but counted as None is not.

    Each row keeps its place: an empty row is an empty list. Raises SheetTooLarge above 10 MB,
    10,000 rows or what would unpack to more than 200 MB; SheetUnreadable for anything else that
    is no CSV or XLSX.
    """
    if len(data) > MAX_BYTES:
        raise SheetTooLarge(rows=MAX_ROWS, megabytes=MAX_BYTES >> 20)
    if data[:4] == b"PK\x03\x04":
        rows = _read_xlsx(data)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # the XLS of before 2007
        raise SheetUnreadable(filename=filename[:80])
    else:
        rows = _read_csv(data, filename)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS + 1:
        raise SheetTooLarge(rows=MAX_ROWS, megabytes=MAX_BYTES >> 20)
    if len(rows) < 2:
        raise SheetUnreadable(filename=filename[:80])
    return rows


def _read_csv(data: bytes, filename: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):  # what Excel writes in China is GB
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetUnreadable(filename=filename[:80])
    if "\x00" in text:
        raise SheetUnreadable(filename=filename[:80])
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_read_cell(cell) for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS + 1:
                raise SheetTooLarge(rows=MAX_ROWS, megabytes=MAX_BYTES >> 20)
    except csv.Error:
        raise SheetUnreadable(filename=filename[:80]) from None
    return rows


def _read_xlsx(data: bytes) -> list[list[str]]:
    wrong = SheetUnreadable(filename="XLSX")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            # What the directory claims; reading stops there, whatever the stream would yield.
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_BYTES:
                raise SheetTooLarge(rows=MAX_ROWS, megabytes=MAX_BYTES >> 20)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size may be a lie
            rows = []
            for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
                rows.append([_read_cell(cell) for cell in row])
                if len(rows) > MAX_ROWS + 1:
                    raise SheetTooLarge(rows=MAX_ROWS, megabytes=MAX_BYTES >> 20)
            return rows
        finally:
            book.close()
    except SheetTooLarge:
        raise
    except Exception:  # a broken package fails in as many ways as it has parts
        raise wrong from None


def _read_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        value = value.date() if value.time().isoformat() == "00:00:00" else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(Decimal(repr(value)))
    text = str(value).strip()[:MAX_CELL].replace("\x00", "")
    # What was made harmless when it was written is itself again.
    return text[1:] if text[:1] == "'" and text[1:2] in _TRIGGERS else text


def write_csv(name: str, rows: Iterable[Sequence[object]]) -> SheetFile:
    """A CSV with a byte order mark, so that Excel takes it for UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return SheetFile(f"{name}.csv", "text/csv; charset=utf-8", text.getvalue().encode("utf-8-sig"))


def write_xlsx(name: str, rows: Iterable[Sequence[object]]) -> SheetFile:
    """One sheet, the first row in bold and fixed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value if isinstance(value, int) else _plain(value))
            if isinstance(value, str):
                cell.data_type = "s"  # else text that begins with = would be a formula
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return SheetFile(f"{name}.xlsx", _XLSX, packed.getvalue())


def _plain(value: object) -> str:
    # Control characters that XML cannot hold.
    text = "" if value is None else str(value)
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_TRIGGERS):
        return "'" + value
    return value
