"""Timers and periodic work of the catalog."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.refresh_popularity import refresh_popularity
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.models import Reservation


def find_expired(limit: int) -> list[UUID]:
    """Reservations past their end, oldest first."""
    rows = Reservation.objects.filter(status="held", expires_at__lte=clock.now())
    return list(rows.order_by("expires_at", "id").values_list("id", flat=True)[:limit])


def release_expired(reservation_id: UUID) -> None:
    """Give back all that is held under the same reference, if it still is."""
    row = Reservation.objects.filter(id=reservation_id, status="held").first()
    if row is not None and row.expires_at <= clock.now():
        release_reservation(actor=SYSTEM, reference=row.reference)


register_timer("catalog.reservation", find_expired, release_expired)


@app.periodic(cron="* * * * *")
@app.task(
    name="catalog.refresh_popularity",
    queue="timers",
    queueing_lock="catalog.refresh_popularity",
)
def roll_up_popularity(timestamp: int) -> None:
    """Each minute."""
    with durable():
        refresh_popularity(actor=SYSTEM)
