"""Give up a checked import."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.trade.catalog.actions.move_import import move_import
from jishi.trade.catalog.actions.start_import import lock_import
from jishi.trade.catalog.models import ImportRow, ImportRun
from jishi.trade.catalog.types import ImportStatus


def cancel_import(*, actor: Actor, import_id: UUID) -> None:
    """Forget the rows of an import that was not started; the system does after 7 days.

    Raises NotFound, NotAllowed, TransitionRefused.
    """
    require_transaction()
    if actor.kind is ActorKind.SYSTEM:
        run, by = ImportRun.objects.select_for_update(no_key=True).get(id=import_id), "system"
    else:
        run, by = lock_import(actor, import_id), "merchant"
    move_import(actor=actor, run=run, target=ImportStatus.CANCELLED, by=by)
    ImportRow.objects.filter(run_id=run.id).delete()
