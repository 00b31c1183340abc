"""The movers of payments, refunds and chargebacks: the only places where their status changes."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.rows import insert_row, update_row
from jishi.trade.payments.models import (
    Dispute,
    DisputeStep,
    Payment,
    PaymentStep,
    Refund,
    RefundStep,
)
from jishi.trade.payments.rules import (
    DISPUTE,
    PAYMENT,
    REASON_LIMIT,
    REFUND,
    next_query_delay,
    next_refund_delay,
)
from jishi.trade.payments.types import DisputeStatus, PaymentStatus, RefundStatus


def move_payment(row: Payment, to: PaymentStatus, *, by: str, reason: str = "") -> None:
    """Take one step with a locked payment and save it; raises TransitionRefused."""
    PAYMENT.check(row.status, to.value, by)
    now = clock.now()
    row.status = to.value
    row.query_count = 0
    if to is PaymentStatus.PAID:
        row.paid_at, row.next_query_at = now, None
    else:
        row.closed_at = now
        wait = next_query_delay(0, is_pending=False)
        # Only a charge that was started can still bring money.
        row.next_query_at = now + wait if wait and row.started_at else None
    update_row(row)
    insert_row(
        PaymentStep(payment=row, status=row.status, by=by, reason=reason[:REASON_LIMIT], at=now)
    )


def move_refund(row: Refund, to: RefundStatus, *, by: str, reason: str = "") -> None:
    """Take one step with a locked refund and save it; raises TransitionRefused."""
    REFUND.check(row.status, to.value, by)
    now = clock.now()
    row.status = to.value
    row.query_count = 0
    if to is RefundStatus.REQUESTED:
        row.ended_at, row.next_query_at = None, now + next_refund_delay(0)
    else:
        row.ended_at, row.next_query_at = now, None
    row.message = reason[:REASON_LIMIT]
    row.save()
    RefundStep.objects.create(
        refund=row, status=row.status, by=by, reason=reason[:REASON_LIMIT], at=now
    )


def move_dispute(row: Dispute, to: DisputeStatus, *, by: str) -> None:
    """Take one step with a locked chargeback and save it; raises TransitionRefused."""
    DISPUTE.check(row.status, to.value, by)
    now = clock.now()
    row.status = to.value
    row.ended_at = now if to in (DisputeStatus.WON, DisputeStatus.LOST) else None
    row.save()
    DisputeStep.objects.create(dispute=row, status=row.status, by=by, at=now)
