"""Jobs of the ledger: sealing, and holds that expire."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.ledger.actions.expire_hold import expire_hold
from jishi.foundation.ledger.actions.seal_entries import BATCH, seal_entries
from jishi.foundation.ledger.queries import find_chain_head, list_due_holds

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * * */2")
@app.task(name="ledger.seal", queue="timers", queueing_lock="ledger.seal")
def seal(timestamp: int) -> None:
    """Seal what waits, batch by batch."""
    total = 0
    while True:
        with durable():
            done = seal_entries()
        total += done
        if done < BATCH:
            break
    if total:
        head = find_chain_head()
        # Kept in a log outside the database, the head proves that the chain's end was not cut.
        log.info(
            "ledger_sealed", entries=total, number=head and head.number, head=head and head.digest
        )


def _expire(hold_id: UUID) -> None:
    expire_hold(hold_id=hold_id)


register_timer("ledger.hold_expires", list_due_holds, _expire)
