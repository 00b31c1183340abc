"""The nightly look at deposits."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jishi.foundation.kernel.transactions import durable
from jishi.trade.deposits.actions.check_deposit import check_deposit
from jishi.trade.deposits.queries.deposits import list_paying_shops


@app.periodic(cron="50 2 * * *")
@app.task(name="deposits.check_all", queue="timers", queueing_lock="deposits.check_all")
def check_all(timestamp: int) -> None:
    """Compare every deposit with the ledger; a shop at a time."""
    for shop_id in list_paying_shops():
        with durable():
            check_deposit(shop_id=shop_id)
