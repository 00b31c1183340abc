"""Timers and jobs of settlement: release of money, payouts, and refunds whose job was lost."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.errors import DomainError
from jishi.foundation.kernel.jobs import RETRY
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.settlement.actions.check_account import check_account
from jishi.trade.settlement.actions.claim_due_payouts import claim_due_payouts
from jishi.trade.settlement.actions.deliver_transfer_notice import deliver_transfer_notice
from jishi.trade.settlement.actions.note_refund_arrival import note_lost_arrivals
from jishi.trade.settlement.actions.release_reserve import release_reserve
from jishi.trade.settlement.actions.send_payout import send_payout
from jishi.trade.settlement.actions.settle_order import settle_order
from jishi.trade.settlement.queries import (
    list_accounts_to_check,
    list_due_reserves,
    list_due_settlements,
)

log = structlog.get_logger(__name__)


def _settle(order_id: UUID) -> None:
    settle_order(actor=SYSTEM, order_id=order_id)


def _release(order_id: UUID) -> None:
    release_reserve(actor=SYSTEM, order_id=order_id)


register_timer("settlement.window_closes", list_due_settlements, _settle)
register_timer("settlement.reserve_ends", list_due_reserves, _release)


@app.task(name="settlement.send_payout", queue="payments", retry=RETRY)
def send(payout_id: str) -> None:
    """Have a provider pay out, or ask it what has become of it."""
    send_payout(UUID(payout_id))


@app.task(name="settlement.check_account", queue="payments", retry=RETRY)
def check(account_id: str) -> None:
    """Ask the bank about an account."""
    check_account(UUID(account_id))


@app.task(name="settlement.transfer_notice", queue="payments", retry=RETRY)
def deliver_notice(attempt_id: str) -> None:
    """Deliver the sandbox bank's notices, again and again until the market answers."""
    deliver_transfer_notice(UUID(attempt_id))


@app.periodic(cron="* * * * * */5")
@app.task(name="settlement.watch", queue="payments", queueing_lock="settlement.watch")
def watch(timestamp: int) -> None:
    """Send and ask by ourselves: a job may be lost, a notice may be late or never come."""
    with durable():
        due = claim_due_payouts()
    for payout_id in due:
        try:
            send_payout(payout_id)
        except DomainError as error:  # it is asked again at its next time
            log.warning("payout_query_failed", payout=str(payout_id), code=error.code)
    for account_id in list_accounts_to_check():
        try:
            check_account(account_id)
        except DomainError as error:
            log.warning("account_check_failed", account=str(account_id), code=error.code)


@app.periodic(cron="*/2 * * * *")
@app.task(name="settlement.pick_up", queue="payments", queueing_lock="settlement.pick_up")
def pick_up(timestamp: int) -> None:
    """Note refunds of orders that arrived while the news of it was lost."""
    with durable():
        note_lost_arrivals(actor=SYSTEM)
