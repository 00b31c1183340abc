"""Refuse what a buyer asks for."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.errors import DisputesExhausted
from jishi.trade.aftersales.models import AfterSale, Dispute
from jishi.trade.aftersales.rules import MAX_DISPUTES, NOTE_LIMIT
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView


def reject_after_sale(
    *, actor: Actor, case_id: UUID, reason: str, idempotency_key: str
) -> AfterSaleView:
    """Say no and why: to an application, or to goods that did not come back as they went out.

    For the shop's people; the buyer may ask the market to decide. Raises InvalidInput,
    TextTooLong, NotFound, NotAllowed, TransitionRefused, DisputesExhausted, IdempotencyConflict.
    """
    reason = clean_line(reason, field="reason", limit=NOTE_LIMIT)

    def run(case: AfterSale, by: str) -> None:
        if Dispute.objects.filter(after_sale=case).count() >= MAX_DISPUTES:
            raise DisputesExhausted(limit=MAX_DISPUTES)
        case.reject_reason = reason
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.REJECTED, by=by, note=reason)

    return step_once(
        actor=actor,
        action="reject",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        words=(reason,),
        run=run,
    )
