"""Questions about settlement that must always answer "none"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.invariants import Breach
from jishi.foundation.ledger.queries import list_filled_accounts, list_known_refs
from jishi.trade.orders.queries import list_orders
from jishi.trade.settlement.models import Settlement
from jishi.trade.settlement.types import SettlementStatus

_ESCROW = "escrow:order:"
# News of an order reaches settlement by a job: what moved just now may still be on its way.
_QUIET = timedelta(minutes=10)
_CHUNK = 1000


def ended_with_money_in_escrow() -> list[Breach]:
    """Does a settled or cancelled order still have money in escrow?"""
    filled = _filled_escrows()
    ended = Settlement.objects.filter(order_id__in=filled).exclude(
        status=SettlementStatus.HELD.value
    )
    return [
        Breach(
            "settlement",
            "ended_with_money_in_escrow",
            str(row.order_id),
            f"{row.status}, holds {filled[row.order_id]}",
        )
        for row in ended
    ]


def escrow_nobody_will_settle() -> list[Breach]:
    """Is there money of an order in escrow of which settlement knows nothing?"""
    filled = _filled_escrows(quiet=True)
    known = set(Settlement.objects.filter(order_id__in=filled).values_list("order_id", flat=True))
    return [
        Breach("settlement", "escrow_nobody_will_settle", str(order), f"holds {filled[order]}")
        for order in filled
        if order not in known
    ]


def cancelled_order_not_cancelled_here() -> list[Breach]:
    """Does settlement hold an order that was cancelled?"""
    found = []
    for rows in _chunks(Settlement.objects.filter(status=SettlementStatus.HELD.value)):
        orders = list_orders([row.order_id for row in rows])
        for row in rows:
            order = orders.get(row.order_id)
            ended = order.cancelled_at if order else None
            if ended is not None and ended < clock.now() - _QUIET:
                found.append(
                    Breach(
                        "settlement",
                        "cancelled_order_not_cancelled_here",
                        str(row.order_id),
                        "still held",
                    )
                )
    return found


def settled_without_ledger_entry() -> list[Breach]:
    """Is there a settled order of which the ledger knows nothing?"""
    found = []
    settled = Settlement.objects.filter(status=SettlementStatus.SETTLED.value, base_minor__gt=0)
    for rows in _chunks(settled):
        refs = [f"settlement:{row.order_id}" for row in rows]
        known = list_known_refs(refs)
        found += [
            Breach("settlement", "settled_without_ledger_entry", ref, "no entry")
            for ref in refs
            if ref not in known
        ]
    return found


def _filled_escrows(*, quiet: bool = False) -> dict[UUID, int]:
    before = clock.now() - _QUIET if quiet else None
    filled = list_filled_accounts(_ESCROW, untouched_since=before)
    return {UUID(name.removeprefix(_ESCROW)): amount for name, amount in filled.items()}


def _chunks(rows: Iterable[Settlement]) -> Iterable[list[Settlement]]:
    chunk: list[Settlement] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
