"""Refuse the other terms that a shop has offered."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import lock_offer
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView


def refuse_offer(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """The case goes back to the shop as it was asked, with a new time to answer.

    For the buyer. Raises NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        offer = lock_offer(case, to="refused")
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.REQUESTED, by=by)
        offer.answer = "refused"
        offer.save(update_fields=["answer"])

    return step_once(
        actor=actor,
        action="refuse_offer",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        run=run,
    )
