"""Forget refused notices after a while: they are for whoever looks into an attack of today."""

from __future__ import annotations

from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import require_transaction
from jishi.trade.payments.models import PaymentNotice
from jishi.trade.payments.types import NoticeOutcome

KEPT = timedelta(days=90)


def forget_refusals() -> int:
    """Delete refused notices older than 90 days; gives how many."""
    require_transaction()
    old = PaymentNotice.objects.filter(received_at__lt=clock.now() - KEPT)
    count, _ = old.exclude(outcome=NoticeOutcome.ACCEPTED.value).delete()
    return count
