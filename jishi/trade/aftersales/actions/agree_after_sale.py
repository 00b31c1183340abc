"""Agree to what a buyer asks for."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._agree import carry_out, goods_go_back
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.types import AfterSaleStatus, AfterSaleView


def agree_after_sale(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """Say yes: the money goes back now, or the buyer sends the goods back first.

    For the shop's people, also instead of a replacement that they cannot send. Raises NotFound,
    NotAllowed, TransitionRefused, ReturnAddressMissing, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        if case.status == AfterSaleStatus.DISPUTED:  # there the shop concedes, with the dispute
            raise TransitionRefused(status=case.status, to="agreed")
        carry_out(actor=actor, case=case, by=by, returns=goods_go_back(case))

    return step_once(
        actor=actor,
        action="agree",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        run=run,
    )
