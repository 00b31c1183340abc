"""Holds: amounts set aside."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.ledger.types import HoldStatus, HoldView


def get_hold(hold_id: UUID) -> HoldView:
    """A hold and where it stands; raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.business_ref, p.account, -p.amount_minor, p.currency,"
            " coalesce(r.phase, 'pending'), e.expires_at FROM ledger_entry e"
            " JOIN ledger_posting p ON p.entry_id = e.id AND p.position = 0"
            " LEFT JOIN ledger_entry r ON r.resolves_id = e.id"
            " WHERE e.id = %s AND e.phase = 'pending'",
            [hold_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound()
    hold, ref, account, amount, currency, phase, expires_at = row
    return HoldView(hold, ref, account, amount, currency, HoldStatus(phase), expires_at)


def list_due_holds(limit: int) -> list[UUID]:
    """Open holds whose time is over by the market clock, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id FROM ledger_openhold WHERE expires_at <= %s"
            " ORDER BY expires_at LIMIT %s",
            [clock.now(), limit],
        )
        return [row[0] for row in cursor.fetchall()]
