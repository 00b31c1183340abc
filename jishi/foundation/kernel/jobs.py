"""Jobs: deferred in the transaction of the write that needs them (Procrastinate)."""

from __future__ import annotations

import time
from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jishi.foundation.kernel import events
from jishi.foundation.kernel.deadlines import fire_due
from jishi.foundation.kernel.transactions import durable

log = structlog.get_logger(__name__)

# Waits 1, 4, 16, 64 … seconds: a handler that meets a lock or a restart recovers by itself.
RETRY = RetryStrategy(max_attempts=12, exponential_wait=4)


@app.task(name="kernel.deliver_event", queue="events", retry=RETRY)
def deliver_event(event_id: str, handler: str) -> None:
    """Run one subscriber for one event."""
    with durable():
        events.deliver(UUID(event_id), handler)


@app.periodic(cron="* * * * * */2")
@app.task(name="kernel.fire_deadlines", queue="timers", queueing_lock="kernel.fire_deadlines")
def fire_deadlines(timestamp: int) -> None:
    """Do what is due by the market clock, for every machine that has timers."""
    if time.time() - timestamp < 60:  # after a pause only the newest tick counts
        fire_due()


@app.periodic(cron="* * * * * */10")
@app.task(
    name="kernel.retry_stalled",
    queue="timers",
    queueing_lock="kernel.retry_stalled",
    pass_context=False,
)
async def retry_stalled(timestamp: int) -> None:
    """Bring back the jobs of workers that were killed."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await app.job_manager.retry_job(job)


@app.periodic(cron="15 3 * * * 0")
@app.task(name="kernel.prune", queue="timers", queueing_lock="kernel.prune")
def prune(timestamp: int) -> None:
    """Forget idempotency answers after 30 days."""
    from django.db import connection

    with durable(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM kernel_idempotencyrecord WHERE created_at < now() - interval '30 days'"
        )
