"""The one place where a payment into a deposit changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.types import Actor
from jishi.trade.deposits.models import TopUp, TopUpMove
from jishi.trade.deposits.rules import TOP_UP
from jishi.trade.deposits.types import TopUpStatus


def move_top_up(*, actor: Actor, row: TopUp, target: TopUpStatus, by: str) -> None:
    """Take a step that TOP_UP allows `by`; the caller saves the locked row.

    Raises TransitionRefused when there is no such step.
    """
    source = row.status
    TOP_UP.check(source, target, by)
    row.status = target
    TopUpMove.objects.create(
        top_up=row,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        at=clock.now(),
    )
    audit(
        actor=actor,
        action="move_top_up",
        subject_kind="shop",
        subject_id=row.shop_id,
        detail={"top_up_id": str(row.id), "from": source, "to": target},
    )
