"""Give a part of an order back: out of escrow, or after settlement out of everybody's purse."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import IdempotencyConflict, InvalidInput, TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.idempotency import hash_input
from jishi.foundation.kernel.types import Actor
from jishi.trade.orders.actions.note_line_refunds import note_line_refunds
from jishi.trade.orders.queries import lock_order_view
from jishi.trade.orders.types import LineRefund
from jishi.trade.settlement.actions._apply_refund import apply_refund
from jishi.trade.settlement.actions._book_refund import book_refund
from jishi.trade.settlement.actions._lock_settlement import lock_settlement
from jishi.trade.settlement.errors import NothingToRefund
from jishi.trade.settlement.events import OrderRefunded, RefundedLine
from jishi.trade.settlement.models import OrderRefund, RefundLine, Settlement
from jishi.trade.settlement.queries import view_refund, view_settlement
from jishi.trade.settlement.rules import RefundPlan, plan_refund
from jishi.trade.settlement.types import RefundItem, RefundOutcome, SettlementStatus

REF_LIMIT = 140


def refund_order(
    *,
    actor: Actor,
    order_id: UUID,
    items: Sequence[RefundItem],
    freight_minor: int = 0,
    reason: str,
    business_ref: str,
    idempotency_key: str,
) -> RefundOutcome:
    """Give the buyer `amount_minor` of each line back, and the platform its part of it.

    Before settlement out of escrow. After it every payee gives back its part; what one does not
    have comes from the shop's available money, reserve and deposit, and last from the platform,
    which then has a claim. Whether somebody may ask for it, the caller has checked. Once per
    `business_ref`. Raises RefundExceedsLine, NothingToRefund, InvalidInput, IdempotencyConflict,
    TransitionRefused for a cancelled order, NotFound, and what payments' request_refund raises.
    """
    if not 0 < len(business_ref) <= REF_LIMIT:
        raise InvalidInput(field="business_ref")
    digest = hash_input([order_id, sorted(map(str, items)), freight_minor])
    order = lock_order_view(order_id)  # first of all locks: one refund of an order at a time
    known = OrderRefund.objects.filter(business_ref=business_ref).first()
    if known is not None:
        if known.input_hash != digest:
            raise IdempotencyConflict(key=business_ref)
        return view_refund(known)
    row = lock_settlement(actor, order_id)
    if row.status == SettlementStatus.CANCELLED:
        if row.base_minor == 0 and order.cancelled_at is None:
            raise NothingToRefund()
        raise TransitionRefused(status=row.status, to="refunded", machine="settlement", by="system")
    view = view_settlement(row)
    plan = plan_refund(view, items, freight_minor)
    note_line_refunds(
        actor=actor,
        order_id=order_id,
        lines=[LineRefund(c.line_id, c.quantity, c.buyer_minor) for c in plan.cuts],
        freight_minor=freight_minor,
    )
    payment_refund_id = book_refund(
        actor=actor,
        view=view,
        plan=plan,
        payment_id=order.payment_id,
        reason=reason,
        business_ref=business_ref,
        idempotency_key=idempotency_key,
    )
    refund = _write(row, plan, reason, business_ref, digest, payment_refund_id)
    apply_refund(row, plan)
    _tell(actor, row, refund, plan)
    return view_refund(refund)


def _write(
    row: Settlement,
    plan: RefundPlan,
    reason: str,
    business_ref: str,
    digest: str,
    payment_refund_id: UUID | None,
) -> OrderRefund:
    now = clock.now()
    refund = OrderRefund.objects.create(
        settlement=row,
        business_ref=business_ref,
        input_hash=digest,
        payment_refund_id=payment_refund_id,
        reason=reason[:200],
        buyer_minor=plan.buyer_minor,
        platform_minor=plan.platform_minor,
        freight_minor=plan.freight_minor,
        requested_at=now,
        arrived_at=None if payment_refund_id else now,
    )
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=refund,
            line_id=cut.line_id,
            quantity=cut.quantity,
            buyer_minor=cut.buyer_minor,
            platform_minor=cut.platform_minor,
        )
        for cut in plan.cuts
    )
    return refund


def _tell(actor: Actor, row: Settlement, refund: OrderRefund, plan: RefundPlan) -> None:
    audit(
        actor=actor,
        action="refund_order",
        subject_kind="order",
        subject_id=row.order_id,
        detail={
            "refund": str(refund.id),
            "buyer_minor": plan.buyer_minor,
            "platform_minor": plan.platform_minor,
            "reason": refund.reason,
        },
    )
    record(
        OrderRefunded(
            order_id=row.order_id,
            shop_id=row.shop_id,
            buyer_id=row.buyer_id,
            refund_id=refund.id,
            business_ref=refund.business_ref,
            currency=row.currency,
            buyer_minor=plan.buyer_minor,
            platform_minor=plan.platform_minor,
            freight_minor=plan.freight_minor,
            lines=tuple(
                RefundedLine(line_id=c.line_id, quantity=c.quantity, buyer_minor=c.buyer_minor)
                for c in plan.cuts
            ),
        )
    )
