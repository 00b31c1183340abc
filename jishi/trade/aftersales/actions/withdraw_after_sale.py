"""Take an application back."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.actions.move_dispute import move_dispute
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import find_offer
from jishi.trade.aftersales.queries.disputes import lock_dispute_of
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView, DisputeStatus


def withdraw_after_sale(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """Give the case up, and its dispute if there is one before the ruling.

    For the buyer. Raises NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        withdraw(actor=actor, case=case, by=by)

    return step_once(
        actor=actor,
        action="withdraw",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        run=run,
    )


def withdraw(*, actor: Actor, case: AfterSale, by: str) -> None:
    """End a locked case as withdrawn, with what hangs on it."""
    if case.status == AfterSaleStatus.DISPUTED:
        dispute = lock_dispute_of(case)
        move_dispute(actor=actor, case=case, dispute=dispute, target=DisputeStatus.WITHDRAWN, by=by)
    offer = find_offer(case)
    move_after_sale(actor=actor, case=case, target=AfterSaleStatus.WITHDRAWN, by=by)
    if offer is not None:
        offer.answer = "lapsed"
        offer.save(update_fields=["answer"])
