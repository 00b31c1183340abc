"""The one place where an import changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.models import ImportMove, ImportRun
from jishi.trade.catalog.rules import IMPORT
from jishi.trade.catalog.types import ImportStatus


def move_import(*, actor: Actor, run: ImportRun, target: ImportStatus, by: str) -> None:
    """Take a step that IMPORT allows `by`, on a locked row; raises TransitionRefused."""
    source, now = run.status, clock.now()
    IMPORT.check(source, target, by)
    run.status = target
    if target in (ImportStatus.DONE, ImportStatus.CANCELLED):
        run.finished_at = now
    run.save(update_fields=["status", "finished_at"])
    ImportMove.objects.create(
        run=run, source=source, target=target, by=by, actor_id=actor.person_id, at=now
    )
