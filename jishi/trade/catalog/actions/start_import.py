"""Have a checked import applied."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.move_import import move_import
from jishi.trade.catalog.models import ImportRun
from jishi.trade.catalog.queries.imports import view_import
from jishi.trade.catalog.types import ImportStatus, ImportView
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def start_import(*, actor: Actor, import_id: UUID) -> ImportView:
    """Begin to apply the rows that create or update something; a job does it, product by product.

    Raises NotFound, NotAllowed, TransitionRefused for one that was started or cancelled.
    """
    require_transaction()
    run = lock_import(actor, import_id)
    move_import(actor=actor, run=run, target=ImportStatus.APPLYING, by="merchant")
    audit(actor=actor, action="start_import", subject_kind="import", subject_id=run.id)
    job = app.configure_task("catalog.apply_import", lock=f"import:{run.id}")
    job.defer(import_id=str(run.id))
    return view_import(run)


def lock_import(actor: Actor, import_id: UUID) -> ImportRun:
    """The row, locked, for owner and managers of its shop; raises NotFound, NotAllowed."""
    run = ImportRun.objects.select_for_update(no_key=True).filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require_shop_right(actor, run.shop_id, Right.EDIT_PRODUCTS)
    return run
