"""Decide a dispute, and decide its appeal."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_text
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions._bounds import check_amounts
from jishi.trade.aftersales.actions._case import step_once
from jishi.trade.aftersales.actions.carry_out_ruling import carry_out_ruling
from jishi.trade.aftersales.actions.move_dispute import move_dispute
from jishi.trade.aftersales.errors import SameOperator
from jishi.trade.aftersales.events import DisputeRuled
from jishi.trade.aftersales.models import AfterSale, Dispute, Ruling
from jishi.trade.aftersales.queries.disputes import lock_dispute_of
from jishi.trade.aftersales.rules import TEXT_LIMIT
from jishi.trade.aftersales.types import AfterSaleView, DisputeStatus, Liability, Outcome


def rule_dispute(
    *,
    actor: Actor,
    case_id: UUID,
    outcome: Outcome,
    liability: Liability,
    amount_minor: int,
    freight_minor: int = 0,
    reason: str,
    idempotency_key: str,
) -> AfterSaleView:
    """Say what is given back, whose fault it was, and why; both sides read it.

    For operators. The first ruling may be appealed; an appeal is decided by another operator,
    and that is carried out at once. Raises InvalidInput, TextTooLong, AmountTooHigh,
    SameOperator, NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """
    reason = clean_text(reason, field="reason", limit=TEXT_LIMIT)
    if outcome is Outcome.DISMISSED and (amount_minor or freight_minor):
        raise InvalidInput(field="amount_minor")

    def run(case: AfterSale, by: str) -> None:
        dispute = lock_dispute_of(case)
        is_final = dispute.status == DisputeStatus.APPEALED
        if is_final and _ruled_by(dispute, actor):
            raise SameOperator()
        if outcome is not Outcome.DISMISSED:
            check_amounts(case, amount_minor, freight_minor)
        target = DisputeStatus.FINAL if is_final else DisputeStatus.RULED
        move_dispute(actor=actor, case=case, dispute=dispute, target=target, by=by)
        ruling = Ruling.objects.create(
            dispute=dispute,
            number=2 if is_final else 1,
            outcome=outcome,
            liability=liability,
            amount_minor=amount_minor,
            freight_minor=freight_minor,
            reason=reason,
            operator_id=actor.require_person(),
            at=clock.now(),
        )
        _tell(case, ruling, is_final=is_final)
        if is_final:
            carry_out_ruling(actor=actor, case=case, ruling=ruling, by=by)

    return step_once(
        actor=actor,
        action="rule",
        case_id=case_id,
        key=idempotency_key,
        by=("operator",),
        words=(outcome, liability, amount_minor, freight_minor, reason),
        run=run,
    )


def _ruled_by(dispute: Dispute, actor: Actor) -> bool:
    return Ruling.objects.filter(dispute=dispute, operator_id=actor.require_person()).exists()


def _tell(case: AfterSale, ruling: Ruling, *, is_final: bool) -> None:
    record(
        DisputeRuled(
            dispute_id=ruling.dispute_id,
            after_sale_id=case.id,
            order_id=case.order_id,
            shop_id=case.shop_id,
            buyer_id=case.buyer_id,
            outcome=ruling.outcome,
            liability=ruling.liability,
            amount_minor=ruling.amount_minor,
            is_final=is_final,
        )
    )
