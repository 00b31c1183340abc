"""The one place where a case changes its state."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._waits import case_due
from jishi.trade.aftersales.events import AfterSaleMoved
from jishi.trade.aftersales.models import AfterSale, AfterSaleMove
from jishi.trade.aftersales.rules import AFTER_SALE, NOTE_LIMIT
from jishi.trade.aftersales.types import AfterSaleStatus
from jishi.trade.settlement.actions.unhold_release import unhold_release


def move_after_sale(
    *, actor: Actor, case: AfterSale, target: AfterSaleStatus, by: str, note: str = ""
) -> None:
    """Take a step that AFTER_SALE allows `by`, with its new deadline, history, audit and event.

    The case is locked; all its fields are saved. At its end settlement is let go on. Raises
    TransitionRefused.
    """
    source = case.status
    AFTER_SALE.check(source, target, by)
    now = clock.now()
    case.status = target
    case.due_at = case_due(target, now)
    if target in AFTER_SALE.terminal:
        case.ended_at = now
    case.save()
    AfterSaleMove.objects.create(
        after_sale=case,
        source=source,
        target=target,
        by=by,
        actor_id=actor.person_id,
        note=note[:NOTE_LIMIT],
        at=now,
    )
    audit(
        actor=actor,
        action=f"after_sale_{target}",
        subject_kind="after_sale",
        subject_id=case.id,
        detail={"from": source, "by": by, "note": note[:NOTE_LIMIT]},
    )
    record(
        AfterSaleMoved(
            after_sale_id=case.id,
            order_id=case.order_id,
            shop_id=case.shop_id,
            buyer_id=case.buyer_id,
            kind=case.kind,
            source=source,
            target=target,
            by=by,
            due_at=case.due_at,
        )
    )
    if case.ended_at is not None:
        unhold_release(actor=actor, order_id=case.order_id, business_ref=hold_reference(case))


def hold_reference(case: AfterSale) -> str:
    """Under which settlement knows that this case keeps an order's money."""
    return f"aftersale:{case.id}"
