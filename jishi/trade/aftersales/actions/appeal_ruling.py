"""Ask for a second ruling, by somebody else."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_dispute import move_dispute
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.disputes import lock_dispute_of
from jishi.trade.aftersales.rules import TEXT_LIMIT
from jishi.trade.aftersales.types import AfterSaleView, DisputeStatus


def appeal_ruling(
    *, actor: Actor, case_id: UUID, reason: str, idempotency_key: str
) -> AfterSaleView:
    """Appeal within 3 days of the first ruling, once; the ruling waits.

    For the buyer and the shop's people. Raises InvalidInput, TextTooLong, NotFound, NotAllowed,
    TransitionRefused, IdempotencyConflict.
    """
    reason = clean_text(reason, field="reason", limit=TEXT_LIMIT)

    def run(case: AfterSale, by: str) -> None:
        dispute = lock_dispute_of(case)
        dispute.appealed_by, dispute.appeal_reason = by, reason
        move_dispute(actor=actor, case=case, dispute=dispute, target=DisputeStatus.APPEALED, by=by)

    return step_once(
        actor=actor,
        action="appeal",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer", "merchant"),
        words=(reason,),
        run=run,
    )
