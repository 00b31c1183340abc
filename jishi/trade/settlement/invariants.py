"""Questions about settlement that must always answer "none"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.invariants import Breach
from jishi.foundation.ledger.queries import (
    get_balance,
    get_hold,
    list_filled_accounts,
    list_known_refs,
)
from jishi.foundation.ledger.types import HoldStatus
from jishi.trade.orders.queries import list_orders
from jishi.trade.settlement.models import FundBudget, Payout, Receivable, Reserve, Settlement
from jishi.trade.settlement.rules import PLATFORM_RECEIVABLE, shop_account
from jishi.trade.settlement.types import PayoutStatus as P
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


def escrow_unlike_settlement() -> list[Breach]:
    """Does an order's escrow hold something else than what is to be settled of it?"""
    filled = _filled_escrows(quiet=True)
    held = Settlement.objects.filter(order_id__in=filled, status=SettlementStatus.HELD.value)
    return [
        Breach(
            "settlement",
            "escrow_unlike_settlement",
            str(row.order_id),
            f"holds {filled[row.order_id]}, settles {row.base_minor}",
        )
        for row in held
        if filled[row.order_id] != row.base_minor
    ]


def parts_that_do_not_add_up() -> list[Breach]:
    """Is there a line, or an order, whose parts are not the whole of what is left of it?"""
    lines = _ask(
        "parts_that_do_not_add_up",
        "SELECT l.line_id, l.gross_minor, l.fee_minor, l.shop_minor, sum(h.amount_minor)"
        " FROM settlement_settlementline l"
        " LEFT JOIN settlement_commissionline h ON h.line_id = l.line_id"
        " GROUP BY l.line_id HAVING l.gross_minor - l.refunded_minor - l.refunded_platform_minor"
        " <> l.fee_minor + l.shop_minor + coalesce(sum(h.amount_minor), 0)",
    )
    return lines + _ask(
        "parts_that_do_not_add_up",
        "SELECT s.order_id, s.base_minor, s.fee_minor, s.shop_minor FROM settlement_settlement s"
        " LEFT JOIN settlement_settlementline l ON l.settlement_id = s.order_id"
        " GROUP BY s.order_id HAVING s.fee_minor <> coalesce(sum(l.fee_minor), 0)"
        " OR s.shop_minor <> coalesce(sum(l.shop_minor), 0) + s.freight_minor"
        " - s.refunded_freight_minor OR s.base_minor <> s.freight_minor - s.refunded_freight_minor"
        " + coalesce(sum(l.gross_minor - l.refunded_minor - l.refunded_platform_minor), 0)",
    )


def receivables_unlike_ledger() -> list[Breach]:
    """Does the platform claim something else than it has stood in for?"""
    open_rows = Receivable.objects.filter(creditor=PLATFORM_RECEIVABLE).values("currency")
    rows = open_rows.annotate(owed=Sum(F("amount_minor") - F("recovered_minor")))
    owed = {row["currency"]: row["owed"] for row in rows}
    return [
        Breach("settlement", "receivables_unlike_ledger", currency, f"{owed[currency]} <> {booked}")
        for currency in owed
        if (booked := -get_balance(PLATFORM_RECEIVABLE, currency).posted_minor) != owed[currency]
    ]


def reserves_unlike_ledger() -> list[Breach]:
    """Is more of a shop's money said to be set aside than lies in its reserve?"""
    rows = Reserve.objects.filter(released_at=None).values("shop_id", "currency")
    sums = rows.annotate(left=Sum(F("amount_minor") - F("taken_minor")))
    return [
        Breach(
            "settlement",
            "reserves_unlike_ledger",
            str(row["shop_id"]),
            f"{row['left']} > {booked}",
        )
        for row in sums
        if (booked := get_balance(_reserve(row["shop_id"]), row["currency"]).posted_minor)
        < row["left"]
    ]


def payouts_unlike_holds() -> list[Breach]:
    """Is there a payout on its way without its hold, or one that is over and still holds money?"""
    going = [s.value for s in (P.REQUESTED, P.REVIEWED, P.IN_TRANSIT)]
    recent = clock.now() - timedelta(days=400)
    found = []
    for row in Payout.objects.filter(requested_at__gt=recent).iterator():
        status = get_hold(row.hold_id).status
        wanted = HoldStatus.PENDING if row.status in going else HoldStatus.VOIDED
        if row.status == P.SUCCEEDED:
            wanted = HoldStatus.POSTED
        if status is not wanted:
            found.append(
                Breach("settlement", "payouts_unlike_holds", str(row.id), f"{row.status}, {status}")
            )
    return found


def grants_beyond_their_budget() -> list[Breach]:
    """Was more granted of a budget than there was?"""
    rows = FundBudget.objects.annotate(granted=Sum("grants__amount_minor", default=0))
    return [
        Breach("settlement", "grants_beyond_their_budget", str(row.id), f"{row.granted}")
        for row in rows.filter(granted__gt=F("amount_minor"))
    ]


def _reserve(shop_id: UUID) -> str:
    return shop_account(shop_id, "reserve")


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("settlement", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


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
