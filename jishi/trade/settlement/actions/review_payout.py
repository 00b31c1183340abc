"""Let a payout go that was looked at by hand."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotAllowed, TransitionRefused
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.settlement.actions.move_payout import move_payout
from jishi.trade.settlement.queries import lock_payout, view_payout
from jishi.trade.settlement.types import PayoutStatus, PayoutView


def review_payout(*, actor: Actor, payout_id: UUID, note: str = "") -> PayoutView:
    """Pass a requested payout; raises NotAllowed, TransitionRefused, NotFound."""
    require_transaction()
    if not actor.is_operator:
        raise NotAllowed()
    row = lock_payout(payout_id)
    if row.status != PayoutStatus.REQUESTED:  # a failed one is tried again elsewhere
        raise TransitionRefused(
            status=row.status, to="reviewed", machine="settlement.payout", by="operator"
        )
    move_payout(row, PayoutStatus.REVIEWED, by="operator", actor=actor, note=note)
    audit(
        actor=actor,
        action="review_payout",
        subject_kind="payout",
        subject_id=row.id,
        detail={"note": note},
    )
    app.configure_task("settlement.send_payout").defer(payout_id=str(row.id))
    return view_payout(row)
