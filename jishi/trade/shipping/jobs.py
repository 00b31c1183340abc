"""Jobs of shipping: carriers are asked where parcels are, by the market clock."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from jishi.foundation.kernel.errors import DomainError
from jishi.trade.shipping.actions.sync_shipment import sync_shipment
from jishi.trade.shipping.queries.parcels import list_due

log = structlog.get_logger(__name__)
BATCH = 200


@app.periodic(cron="* * * * * */10")
@app.task(name="shipping.watch", queue="shipping", queueing_lock="shipping.watch")
def watch(timestamp: int) -> None:
    """Ask about every parcel whose time has come; one that cannot be asked waits its turn."""
    for shipment_id in list_due(BATCH):
        try:
            sync_shipment(shipment_id)
        except DomainError as error:
            log.warning("tracking_failed", shipment=str(shipment_id), code=error.code)
