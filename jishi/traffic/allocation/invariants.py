"""What must always be so about promises of impressions."""

from __future__ import annotations

from django.db.models import F

from jishi.foundation.kernel.invariants import Breach
from jishi.traffic.allocation.models import ImpressionGrant


def kept_without_delivery() -> list[Breach]:
    """Is a promise called kept that was not delivered in full?"""
    rows = ImpressionGrant.objects.filter(status="kept", delivered__lt=F("promised"))
    return [_breach("kept_without_delivery", row) for row in rows[:100]]


def closed_without_history() -> list[Breach]:
    """Was a promise closed without a step of its machine?"""
    rows = ImpressionGrant.objects.exclude(status="open").filter(steps=None)
    return [_breach("closed_without_history", row) for row in rows[:100]]


def _breach(question: str, row: ImpressionGrant) -> Breach:
    return Breach("allocation", question, str(row.id), f"{row.delivered} of {row.promised}")
