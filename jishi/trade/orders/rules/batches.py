"""Reading a file of parcels: CSV as spreadsheets write it, in whatever order of columns."""

from __future__ import annotations

import csv
import io

from jishi.trade.orders.errors import BatchTooLarge, BatchUnreadable
from jishi.trade.orders.types import ShipRow

MAX_ROWS = 500
_HEADS = {
    "order": ("order", "order number", "order_number", "订单号", "订单编号"),
    "carrier": ("carrier", "承运商", "快递公司", "物流公司"),
    "number": ("tracking number", "tracking_number", "number", "运单号", "快递单号", "物流单号"),
}


def read_batch(data: bytes) -> tuple[ShipRow, ...]:
    """The parcels of a file in UTF-8 or GB 18030, with or without a row of headings.

    Raises BatchUnreadable, BatchTooLarge.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise BatchUnreadable() from None
    if "\x00" in text:
        raise BatchUnreadable()
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=head.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise BatchUnreadable()
    places = _places(rows[0])
    if places is not None:
        rows = rows[1:]
    order, carrier, number = places or (0, 1, 2)
    if len(rows) > MAX_ROWS:
        raise BatchTooLarge(limit=MAX_ROWS)
    if not rows or any(len(row) <= max(order, carrier, number) for row in rows):
        raise BatchUnreadable()
    return tuple(ShipRow(row[order].upper(), row[carrier], row[number]) for row in rows)


def _places(heads: list[str]) -> tuple[int, int, int] | None:
    found = []
    for names in _HEADS.values():
        at = next((n for n, head in enumerate(heads) if head.lower() in names), None)
        if at is None:
            return None
        found.append(at)
    return found[0], found[1], found[2]
