"""Ask the market to decide a case."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions._waits import dispute_due
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.errors import DisputesExhausted
from jishi.trade.aftersales.events import DisputeOpened
from jishi.trade.aftersales.models import AfterSale, Dispute, DisputeMove
from jishi.trade.aftersales.rules import MAX_DISPUTES, TEXT_LIMIT
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView, DisputeStatus


def escalate_after_sale(
    *, actor: Actor, case_id: UUID, claim: str, idempotency_key: str
) -> AfterSaleView:
    """Open a dispute: both sides give evidence for 3 days, then an operator rules.

    For the buyer, after a refusal or when a replacement does not come as promised. Raises
    InvalidInput, TextTooLong, NotFound, NotAllowed, TransitionRefused, DisputesExhausted,
    IdempotencyConflict.
    """
    claim = clean_text(claim, field="claim", limit=TEXT_LIMIT)

    def run(case: AfterSale, by: str) -> None:
        count = Dispute.objects.filter(after_sale=case).count()
        if count >= MAX_DISPUTES:
            raise DisputesExhausted(limit=MAX_DISPUTES)
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.DISPUTED, by=by)
        now = clock.now()
        dispute = Dispute.objects.create(
            after_sale=case,
            number=count + 1,
            claim=claim,
            due_at=dispute_due(DisputeStatus.EVIDENCE, now),
            opened_at=now,
        )
        DisputeMove.objects.create(
            dispute=dispute,
            target=DisputeStatus.EVIDENCE,
            by=by,
            actor_id=actor.person_id,
            at=now,
        )
        assert dispute.due_at is not None, "evidence has its time"
        record(
            DisputeOpened(
                dispute_id=dispute.id,
                after_sale_id=case.id,
                order_id=case.order_id,
                shop_id=case.shop_id,
                buyer_id=case.buyer_id,
                due_at=dispute.due_at,
            )
        )

    return step_once(
        actor=actor,
        action="escalate",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        words=(claim,),
        run=run,
    )
