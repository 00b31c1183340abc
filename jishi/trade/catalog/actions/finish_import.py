"""Close an import all of whose rows were tried."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import SYSTEM
from jishi.trade.catalog.actions.move_import import move_import
from jishi.trade.catalog.events import ImportFinished
from jishi.trade.catalog.models import ImportRun
from jishi.trade.catalog.queries.imports import view_import
from jishi.trade.catalog.types import ImportStatus, ImportView


def finish_import(*, import_id: UUID) -> ImportView:
    """Say that it is done, with how many rows failed; nothing happens when it was said before."""
    require_transaction()
    run = ImportRun.objects.select_for_update(no_key=True).get(id=import_id)
    if run.status == ImportStatus.APPLYING:
        move_import(actor=SYSTEM, run=run, target=ImportStatus.DONE, by="system")
        view = view_import(run)
        record(
            ImportFinished(
                import_id=run.id,
                shop_id=run.shop_id,
                done_count=view.done_count - view.failed_count,
                failed_count=view.failed_count,
            )
        )
    return view_import(run)
