"""Give in before the market rules."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._agree import carry_out, goods_go_back
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.move_dispute import move_dispute
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.disputes import lock_dispute_of
from jishi.trade.aftersales.types import AfterSaleView, DisputeStatus


def concede_dispute(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """The shop agrees after all: the dispute ends and the case is carried out as asked.

    For the shop's people. Raises NotFound, NotAllowed, TransitionRefused,
    ReturnAddressMissing, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        dispute = lock_dispute_of(case)
        move_dispute(actor=actor, case=case, dispute=dispute, target=DisputeStatus.CONCEDED, by=by)
        carry_out(actor=actor, case=case, by=by, returns=goods_go_back(case))

    return step_once(
        actor=actor,
        action="concede",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        run=run,
    )
