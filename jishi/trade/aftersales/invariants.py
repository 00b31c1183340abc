"""Questions about after-sales that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach
from jishi.foundation.ledger.queries import list_known_refs


def _ask(question: str, sql: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Breach("aftersales", question, str(r[0]), str(r[1:])) for r in cursor.fetchall()]


def refunded_without_ledger_entry() -> list[Breach]:
    """Is there a refunded case of which the ledger knows nothing?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM aftersales_aftersale WHERE refunded_minor > 0")
        refs = [f"aftersale:{row[0]}:refund" for row in cursor.fetchall()]
    known = list_known_refs(refs)
    return [
        Breach("aftersales", "refunded_without_ledger_entry", ref, "no entry")
        for ref in refs
        if ref not in known
    ]


def cases_that_wait_for_ever() -> list[Breach]:
    """Is there an open case without a deadline and without a running dispute?"""
    return _ask(
        "cases_that_wait_for_ever",
        "SELECT a.id, a.status FROM aftersales_aftersale a WHERE a.ended_at IS NULL"
        " AND a.due_at IS NULL AND NOT EXISTS (SELECT 1 FROM aftersales_dispute d"
        " WHERE d.after_sale_id = a.id AND d.ended_at IS NULL)",
    )


def more_pieces_back_than_bought() -> list[Breach]:
    """Did more pieces of a line come back than were counted once?"""
    return _ask(
        "more_pieces_back_than_bought",
        "SELECT a.line_id, sum(a.quantity) FROM aftersales_aftersale a"
        " WHERE a.status = 'refunded' AND a.kind IN ('return_refund', 'exchange')"
        " GROUP BY a.line_id HAVING sum(a.quantity) > (SELECT l.quantity FROM orders_orderline l"
        " WHERE l.id = a.line_id)",
    )


def settled_while_a_case_is_open() -> list[Breach]:
    """Was an order settled after a case about it was opened and before that ended?"""
    return _ask(
        "settled_while_a_case_is_open",
        "SELECT a.id, s.settled_at FROM aftersales_aftersale a JOIN settlement_settlement s"
        " ON s.order_id = a.order_id WHERE s.settled_at > a.requested_at"
        " AND s.settled_at < coalesce(a.ended_at, 'infinity')",
    )


def disputes_without_their_case() -> list[Breach]:
    """Is there a running dispute whose case is not in dispute, or the other way round?"""
    return _ask(
        "disputes_without_their_case",
        "SELECT a.id, a.status, count(d.id) FROM aftersales_aftersale a LEFT JOIN"
        " aftersales_dispute d ON d.after_sale_id = a.id AND d.ended_at IS NULL"
        " GROUP BY a.id HAVING (a.status = 'disputed') <> (count(d.id) = 1)",
    )
