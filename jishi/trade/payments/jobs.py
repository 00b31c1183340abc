"""Jobs of payments: ask, close and refund at providers; the sandbox's own notices."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.jobs import RETRY
from jishi.foundation.kernel.transactions import durable
from jishi.trade.payments.actions.answer_dispute import send_evidence
from jishi.trade.payments.actions.claim_due_queries import claim_due_queries
from jishi.trade.payments.actions.claim_due_refunds import claim_due_refunds
from jishi.trade.payments.actions.close_at_provider import close_at_provider
from jishi.trade.payments.actions.close_payment import close_overdue
from jishi.trade.payments.actions.deliver_sandbox_notice import deliver_sandbox_notice
from jishi.trade.payments.actions.forget_refusals import forget_refusals
from jishi.trade.payments.actions.reconcile_day import reconcile_day
from jishi.trade.payments.actions.send_refund import send_refund
from jishi.trade.payments.actions.sync_dispute import sync_dispute
from jishi.trade.payments.actions.sync_payment import sync_payment
from jishi.trade.payments.providers import get_provider
from jishi.trade.payments.queries import (
    list_missing_bills,
    list_offered_providers,
    list_overdue_payments,
    list_running_disputes,
)

log = structlog.get_logger(__name__)
BILL_DAYS = 7
BILL_RETRY = RetryStrategy(max_attempts=20, wait=3600)


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


@app.task(name="payments.sync_dispute", queue="payments", retry=RETRY)
def ask_dispute(provider: str, dispute_ref: str) -> None:
    """Query the provider about a chargeback and book its answer."""
    sync_dispute(provider, dispute_ref)


@app.task(name="payments.send_evidence", queue="payments", retry=RETRY)
def give_evidence(dispute_id: str) -> None:
    """Give the provider an operator's evidence."""
    send_evidence(UUID(dispute_id))


@app.task(name="payments.reconcile", queue="payments", retry=BILL_RETRY)
def reconcile(provider: str, day: str) -> None:
    """Compare a provider's bill of a day; again in an hour while it isn't ready."""
    reconcile_day(provider, date.fromisoformat(day))


@app.periodic(cron="30 3 * * * 0")
@app.task(name="payments.nightly", queue="payments", queueing_lock="payments.nightly")
def nightly(timestamp: int) -> None:
    """Have the bills of the last days compared, ask about chargebacks, forget old refusals.

    03:30 UTC is 11:30 in China, where bills are ready at 10.
    """
    for code in list_offered_providers():
        zone = ZoneInfo(get_provider(code).bill_zone)
        today = clock.now().astimezone(zone).date()
        days = [today - timedelta(days=n) for n in range(BILL_DAYS, 0, -1)]
        for day in list_missing_bills(code, days):
            reconcile.defer(provider=code.value, day=day.isoformat())
    for provider, dispute_ref in list_running_disputes(200):
        ask_dispute.defer(provider=provider, dispute_ref=dispute_ref)
    with durable():
        forget_refusals()


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
