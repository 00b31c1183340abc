"""Take what a payee owes out of what it is about to get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from jishi.foundation.kernel import clock
from jishi.trade.settlement.models import Receivable


def recover(incoming: Mapping[str, int], currency: str) -> dict[str, int]:
    """The amounts as they are to be posted: debts paid first, the oldest before the others.

    Locks the receivables it touches, in the order of their ids, and writes them.
    """
    sums: dict[str, int] = defaultdict(int, incoming)
    left = dict(incoming)
    rows = Receivable.objects.select_for_update().filter(
        debtor__in=[name for name, amount in incoming.items() if amount > 0],
        currency=currency,
        closed_at=None,
    )
    changed = []
    for row in rows.order_by("id"):
        part = min(left[row.debtor], row.amount_minor - row.recovered_minor)
        if part <= 0:
            continue
        left[row.debtor] -= part
        sums[row.debtor] -= part
        sums[row.creditor] += part
        row.recovered_minor += part
        if row.recovered_minor == row.amount_minor:
            row.closed_at = clock.now()
        changed.append(row)
    Receivable.objects.bulk_update(changed, ["recovered_minor", "closed_at"])
    return dict(sums)
