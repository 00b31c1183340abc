"""Jobs of payments: ask, close and refund at providers; the sandbox's own notices."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.jobs import RETRY
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.claim_due_queries import claim_due_queries
from jishi.trade.payments.actions.claim_due_refunds import claim_due_refunds
from jishi.trade.payments.actions.close_at_provider import close_at_provider
from jishi.trade.payments.actions.close_payment import close_overdue
from jishi.trade.payments.actions.deliver_sandbox_notice import deliver_sandbox_notice
from jishi.trade.payments.actions.send_refund import send_refund
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.queries import list_overdue_payments

log = structlog.get_logger(__name__)


@app.task(name="payments.sync", queue="payments", retry=RETRY)
def sync(payment_id: str, attempt: int | None = None) -> None:
    """Query the provider about a payment and book its answer."""
    sync_payment(UUID(payment_id), attempt)


@app.task(name="payments.close_at_provider", queue="payments", retry=RETRY)
def close_there(payment_id: str) -> None:
    """Close the charge of a closed payment."""
    close_at_provider(UUID(payment_id))


@app.task(name="payments.send_refund", queue="payments", retry=RETRY)
def send_back(refund_id: str) -> None:
    """Have the provider give money back."""
    send_refund(UUID(refund_id))


@app.task(name="payments.sandbox_notice", queue="payments", retry=RETRY)
def deliver_notice(notice_id: str) -> None:
    """Deliver one notice of the sandbox provider, again and again until the market answers."""
    deliver_sandbox_notice(UUID(notice_id))


@app.periodic(cron="* * * * * */5")
@app.task(name="payments.watch", queue="payments", queueing_lock="payments.watch")
def watch(timestamp: int) -> None:
    """Ask providers by ourselves: a notice may be late, or never come."""
    with durable():
        due = claim_due_queries()
    for payment_id in due:
        try:
            sync_payment(payment_id)
        except DomainError as error:  # it is asked again at its next time
            log.warning("payment_query_failed", payment=str(payment_id), code=error.code)
    with durable():
        refunds = claim_due_refunds()
    for refund_id in refunds:
        try:
            send_refund(refund_id)
        except DomainError as error:
            log.warning("refund_query_failed", refund=str(refund_id), code=error.code)


def _close(payment_id: UUID) -> None:
    close_overdue(payment_id=payment_id)


register_timer("payments.nobody_paid", list_overdue_payments, _close)
