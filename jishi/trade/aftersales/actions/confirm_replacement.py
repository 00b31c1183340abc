"""Say that the replacement has come."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView


def confirm_replacement(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """The exchange is done.

    For the buyer. Raises NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        move_after_sale(actor=actor, case=case, target=AfterSaleStatus.EXCHANGED, by=by)

    return step_once(
        actor=actor,
        action="confirm_replacement",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        run=run,
    )
