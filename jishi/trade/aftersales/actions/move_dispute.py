"""The one place where a dispute changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._waits import dispute_due
from jishi.trade.aftersales.events import DisputeMoved
from jishi.trade.aftersales.models import AfterSale, Dispute, DisputeMove
from jishi.trade.aftersales.rules import DISPUTE
from jishi.trade.aftersales.types import DisputeStatus


def move_dispute(
    *, actor: Actor, case: AfterSale, dispute: Dispute, target: DisputeStatus, by: str
) -> None:
    """Take a step that DISPUTE allows `by`; case and dispute are locked.

    Raises TransitionRefused.
    """
    source = dispute.status
    DISPUTE.check(source, target, by)
    now = clock.now()
    dispute.status = target
    dispute.due_at = dispute_due(target, now)
    dispute.overdue_at = None
    if target in DISPUTE.terminal:
        dispute.ended_at = now
    dispute.save()
    DisputeMove.objects.create(
        dispute=dispute, source=source, target=target, by=by, actor_id=actor.person_id, at=now
    )
    audit(
        actor=actor,
        action=f"dispute_{target}",
        subject_kind="dispute",
        subject_id=dispute.id,
        detail={"from": source, "by": by},
    )
    record(
        DisputeMoved(
            dispute_id=dispute.id,
            after_sale_id=case.id,
            shop_id=case.shop_id,
            buyer_id=case.buyer_id,
            source=source,
            target=target,
            by=by,
            due_at=dispute.due_at,
        )
    )
