"""What goes into a parcel, and what is left of an order."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.trade.orders.errors import ParcelEmpty
from jishi.trade.orders.models import Order, OrderLine


def lock_lines(order: Order) -> list[OrderLine]:
    """The lines of a locked order, locked in their order."""
    rows = OrderLine.objects.select_for_update(no_key=True).filter(order_id=order.id)
    return list(rows.order_by("position"))


def left_of(line: OrderLine) -> int:
    """Pieces that are still to be shipped."""
    return line.quantity - line.shipped_quantity - line.cancelled_quantity


def pick_lines(
    lines: Sequence[OrderLine], wanted: Sequence[tuple[UUID, int]] | None
) -> list[tuple[OrderLine, int]]:
    """The lines of a parcel with their quantities: what is named, or all that is left.

    Raises ParcelEmpty for a line of another order, or more than is left of one.
    """
    if wanted is None:
        picked = [(line, left_of(line)) for line in lines if left_of(line)]
    else:
        known = {line.id: line for line in lines}
        picked = [(known[key], count) for key, count in wanted if key in known]
        fits = all(type(n) is int and 0 < n <= left_of(line) for line, n in picked)
        if len(picked) < len(wanted) or len(dict(wanted)) < len(wanted) or not fits:
            raise ParcelEmpty()
    if not picked:
        raise ParcelEmpty()
    return picked
