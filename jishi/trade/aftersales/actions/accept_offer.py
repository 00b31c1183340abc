"""Accept the other terms that a shop has offered."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._agree import carry_out, goods_go_back
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.queries.cases import lock_offer
from jishi.trade.aftersales.types import AfterSaleView


def accept_offer(*, actor: Actor, case_id: UUID, idempotency_key: str) -> AfterSaleView:
    """The offered terms become the case's own and are carried out at once.

    For the buyer. Raises NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        offer = lock_offer(case, to="accepted")
        case.kind = offer.kind
        case.amount_minor, case.freight_minor = offer.amount_minor, offer.freight_minor
        carry_out(actor=actor, case=case, by=by, returns=goods_go_back(case), needs_address=False)
        offer.answer = "accepted"
        offer.save(update_fields=["answer"])

    return step_once(
        actor=actor,
        action="accept_offer",
        case_id=case_id,
        key=idempotency_key,
        by=("buyer",),
        run=run,
    )
