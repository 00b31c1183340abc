"""Questions about payments that must always answer "none"."""

from __future__ import annotations

from django.db import connection

from jishi.foundation.kernel.invariants import Breach


def paid_without_ledger_entry() -> list[Breach]:
    """Is there money received of which the ledger knows nothing?"""
    return _ask(
        "paid_without_ledger_entry",
        "SELECT p.id::text, p.reference FROM payments_payment p WHERE p.received_minor > 0"
        " AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.business_ref IN"
        " ('payment:' || p.id, 'payment:' || p.id || ':late')) LIMIT 100",
    )


def refunds_unlike_payment() -> list[Breach]:
    """Do the refunds of a payment sum to something else than it says?"""
    return _ask(
        "refunds_unlike_payment",
        "SELECT p.id::text, p.refunded_minor || ' <> ' || coalesce(sum(r.amount_minor), 0)"
        " FROM payments_payment p LEFT JOIN payments_refund r ON r.payment_id = p.id"
        " GROUP BY p.id HAVING p.refunded_minor <> coalesce(sum(r.amount_minor), 0) LIMIT 100",
    )


def late_money_kept() -> list[Breach]:
    """Is there money that came after closing and is not on its way back?"""
    return _ask(
        "late_money_kept",
        "SELECT id::text, reference FROM payments_payment"
        " WHERE status = 'closed' AND received_minor <> refunded_minor LIMIT 100",
    )


def ended_refund_with_money() -> list[Breach]:
    """Is there a refund whose escrow does not hold exactly what is still to be sent?"""
    return _ask(
        "ended_refund_with_money",
        "SELECT r.id::text, r.status || ' holds ' || coalesce(b.posted_minor, 0)"
        " FROM payments_refund r LEFT JOIN ledger_accountbalance b"
        " ON b.account = 'escrow:refund:' || r.id"
        " WHERE coalesce(b.posted_minor, 0)"
        " <> CASE r.status WHEN 'succeeded' THEN 0 ELSE r.amount_minor END LIMIT 100",
    )


def _ask(question: str, statement: str) -> list[Breach]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [Breach("payments", question, row[0], row[1]) for row in cursor.fetchall()]
