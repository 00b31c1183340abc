"""Labels, pick lists and tables of a shop's orders, as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from jishi.foundation.kernel.money import write_plain
from jishi.surfaces.market.figures import write_when
from jishi.trade.orders.types import OrderView, ShipResult
from jishi.trade.shipping.queries import draw_labels, draw_pick_list
from jishi.trade.shipping.types import LabelPaper, PickLine
from jishi.trade.shops.types import ShopCard

# A spreadsheet would run what begins with these.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def words() -> dict[str, str]:
    """The headings of the papers in the reader's language."""
    return {
        "order": gettext("Order"),
        "to": gettext("To"),
        "from": gettext("From"),
        "note": gettext("Note"),
        "no_number": gettext("No tracking number yet"),
        "title": gettext("Pick list"),
        "goods": gettext("Goods"),
        "code": gettext("Options"),
        "count": gettext("Quantity"),
        "orders": gettext("Orders"),
    }


def make_labels(shop: ShopCard, orders: Iterable[OrderView]) -> bytes:
    """One label for each parcel; for an order without one, of what is left to ship."""
    labels = []
    for order in orders:
        titles = {line.id: line.title for line in order.lines}
        parcels = [
            (p.carrier, p.tracking_number, [(titles[key], n) for key, n in p.contents])
            for p in order.packages
        ]
        rest = [(line.title, line.left_quantity) for line in order.lines if line.left_quantity]
        if rest:
            parcels.append((gettext("To ship"), "", rest))
        labels += [_label(shop, order, *parcel) for parcel in parcels]
    return draw_labels(labels, words())


def _label(
    shop: ShopCard,
    order: OrderView,
    carrier: str,
    number: str,
    lines: Sequence[tuple[str, int]],
) -> LabelPaper:
    return LabelPaper(
        order_number=order.number,
        carrier=carrier,
        tracking_number=number,
        sender=f"{shop.name} {shop.region}",
        name=order.address.name,
        phone=order.address.phone,
        region=order.address.region,
        street=f"{order.address.street} {order.address.postcode}".strip(),
        note=order.note,
        lines=tuple(lines),
    )


def make_pick_list(shop: ShopCard, orders: Sequence[OrderView], at: str) -> bytes:
    """What to take from the shelf for all that is left to ship of these orders."""
    found: dict[object, PickLine] = {}
    for order in orders:
        for line in order.lines:
            if not line.left_quantity:
                continue
            known = found.get(line.sku_id)
            found[line.sku_id] = PickLine(
                title=line.title,
                options=line.options_text,
                code=line.options_text,
                quantity=(known.quantity if known else 0) + line.left_quantity,
                orders=(*(known.orders if known else ()), order.number),
            )
    lines = sorted(found.values(), key=lambda one: (one.title, one.options))
    return draw_pick_list(shop.name, at, lines, words())


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_safe(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def export_orders(orders: Iterable[OrderView]) -> str:
    """A table of orders, one row for each line, that a spreadsheet opens as it is."""
    heads = [
        gettext("Order"),
        gettext("Ordered"),
        gettext("State"),
        gettext("Product"),
        gettext("Options"),
        gettext("Quantity"),
        gettext("Paid"),
        gettext("Freight"),
        gettext("Recipient"),
        gettext("Phone"),
        gettext("Address"),
        gettext("Note"),
        gettext("Carrier"),
        gettext("Tracking number"),
    ]
    return _table(heads, (row for order in orders for row in _rows_of(order)))


def _rows_of(order: OrderView) -> Iterable[Sequence[object]]:
    parcels = {line: parcel for parcel in order.packages for line, _quantity in parcel.contents}
    for at, line in enumerate(order.lines):
        parcel = parcels.get(line.id)
        yield (
            order.number,
            write_when(order.placed_at),
            gettext(order.fulfilment_status.label),
            line.title,
            line.options_text,
            line.quantity,
            write_plain(line.payable_minor, order.currency),
            write_plain(order.freight_minor, order.currency) if at == 0 else "",
            order.address.name,
            order.address.phone,
            order.address.line,
            order.note,
            parcel.carrier if parcel else "",
            parcel.tracking_number if parcel else "",
        )


def export_results(results: Iterable[ShipResult]) -> str:
    """What became of each row of a batch."""
    heads = [
        gettext("Row"),
        gettext("Order"),
        gettext("Carrier"),
        gettext("Tracking number"),
        gettext("Result"),
    ]
    return _table(
        heads,
        ((r.row, r.order_number, r.carrier, r.tracking_number, say_problem(r)) for r in results),
    )


def say_problem(result: ShipResult) -> str:
    """The result of a row in words."""
    if result.problem == "unknown_order":
        return gettext("There is no such order in this shop")
    return result.problem or gettext("Shipped")
