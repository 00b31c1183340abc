"""Keep the rows of a shop's reserve with what was taken out of its account."""

from __future__ import annotations

from uuid import UUID

from jishi.trade.settlement.models import Reserve


def take_reserve(shop_id: UUID, order_id: UUID, amount_minor: int) -> None:
    """Lower what is set aside: of this order first, then of those that end first.

    Locks the rows that it touches. What lies in the account beside them is taken last.
    """
    rows = Reserve.objects.select_for_update().filter(shop_id=shop_id, released_at=None)
    changed, left = [], amount_minor
    for row in sorted(
        rows.order_by("settlement_id"), key=lambda r: (r.settlement_id != order_id, r.release_at)
    ):
        part = min(left, row.amount_minor - row.taken_minor)
        if part:
            row.taken_minor += part
            left -= part
            changed.append(row)
        if not left:
            break
    Reserve.objects.bulk_update(changed, ["taken_minor"])
