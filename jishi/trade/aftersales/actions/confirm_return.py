"""Count the goods that came back, and go on with the case."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions._refund import refund_case
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.errors import AlreadyCounted, CountDiffers
from jishi.trade.aftersales.events import ReturnCounted
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, AfterSaleView
from jishi.trade.catalog.actions.restock import restock

_COUNTABLE = (
    AfterSaleStatus.AWAITING_RECEIPT,
    AfterSaleStatus.AWAITING_REPLACEMENT,
    AfterSaleStatus.REPLACEMENT_SENT,
    AfterSaleStatus.REFUNDED,
    AfterSaleStatus.EXCHANGED,
)


def confirm_return(
    *, actor: Actor, case_id: UUID, sellable: int, damaged: int, idempotency_key: str
) -> AfterSaleView:
    """The goods are back: those fit for sale go on the shelf, and the money or the replacement
    is due. Where the money went back before, only the count is taken.

    For the shop's people. Raises CountDiffers, AlreadyCounted, NotFound, NotAllowed,
    TransitionRefused, IdempotencyConflict.
    """

    def run(case: AfterSale, by: str) -> None:
        _check(case, sellable, damaged)
        case.sellable, case.damaged, case.restocked_at = sellable, damaged, clock.now()
        if case.status != AfterSaleStatus.AWAITING_RECEIPT:
            case.save(update_fields=["sellable", "damaged", "restocked_at"])
            audit(
                actor=actor,
                action="count_return",
                subject_kind="after_sale",
                subject_id=case.id,
                detail={"sellable": sellable, "damaged": damaged},
            )
        elif case.kind == AfterSaleKind.EXCHANGE:
            target = AfterSaleStatus.AWAITING_REPLACEMENT
            move_after_sale(actor=actor, case=case, target=target, by=by)
        else:
            refund_case(actor=actor, case=case, by=by)
        _restock(actor, case)

    return step_once(
        actor=actor,
        action="confirm_return",
        case_id=case_id,
        key=idempotency_key,
        by=("merchant",),
        words=(sellable, damaged),
        run=run,
    )


def _check(case: AfterSale, sellable: int, damaged: int) -> None:
    if case.restocked_at is not None:
        raise AlreadyCounted()
    if case.status not in _COUNTABLE or case.returned_at is None:
        raise TransitionRefused(status=case.status, to="counted")
    if min(sellable, damaged) < 0 or sellable + damaged != case.quantity:
        raise CountDiffers(quantity=case.quantity)


def _restock(actor: Actor, case: AfterSale) -> None:
    record(
        ReturnCounted(
            after_sale_id=case.id,
            shop_id=case.shop_id,
            sku_id=case.sku_id,
            sellable=case.sellable,
            damaged=case.damaged,
        )
    )
    if case.sellable:  # last in the transaction, as all stock
        restock(
            actor=actor,
            lines=[(case.sku_id, case.sellable)],
            reference=f"aftersale:{case.id}:return",
            reason="returned",
        )
