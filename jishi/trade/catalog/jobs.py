"""Timers and periodic work of the catalog."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.deadlines import register_timer
from jishi.foundation.kernel.jobs import RETRY
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.apply_import_group import apply_import_group
from jishi.trade.catalog.actions.cancel_import import cancel_import
from jishi.trade.catalog.actions.finish_import import finish_import
from jishi.trade.catalog.actions.refresh_popularity import refresh_popularity
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.catalog.models import ImportRow, ImportRun, Reservation
from jishi.trade.catalog.rules import IMPORT
from jishi.trade.catalog.types import ImportStatus, RowFate

_expiry = IMPORT.find(ImportStatus.CHECKED, ImportStatus.CANCELLED)
assert _expiry is not None
assert _expiry.after is not None
IMPORT_KEPT = _expiry.after


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


@app.task(name="catalog.apply_import", queue="catalog", retry=RETRY)
def apply_import(import_id: str) -> None:
    """Apply an import product by product, each in a transaction of its own."""
    run_id = UUID(import_id)
    for group in find_groups(run_id):
        with durable():
            apply_import_group(import_id=run_id, group=group)
    with durable():
        finish_import(import_id=run_id)


def find_groups(run_id: UUID) -> list[int]:
    """The products of an import that are still to be tried, in the order of the file."""
    rows = ImportRow.objects.filter(run_id=run_id, is_applied=False, failure="")
    rows = rows.exclude(fate=RowFate.ERROR)
    return sorted(set(rows.values_list("group", flat=True)))


def find_stale_imports(limit: int) -> list[UUID]:
    """Imports that were checked a week ago and never started."""
    rows = ImportRun.objects.filter(
        status=ImportStatus.CHECKED, created_at__lte=clock.now() - IMPORT_KEPT
    )
    return list(rows.order_by("created_at", "id").values_list("id", flat=True)[:limit])


def forget_import(import_id: UUID) -> None:
    """Cancel one, if nobody has started it meanwhile."""
    if ImportRun.objects.filter(id=import_id, status=ImportStatus.CHECKED).exists():
        cancel_import(actor=SYSTEM, import_id=import_id)


register_timer("catalog.import", find_stale_imports, forget_import)
