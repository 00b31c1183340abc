"""What can be given back of an order, what a refund would do, and what was given back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.ledger.queries import get_balances
from jishi.trade.settlement.models import OrderRefund
from jishi.trade.settlement.queries.settlements import get_settlement
from jishi.trade.settlement.rules import (
    PLATFORM_FEES,
    RefundPlan,
    draw,
    list_effects,
    order_escrow,
    plan_refund,
    shop_account,
)
from jishi.trade.settlement.types import (
    PartEffect,
    Refundable,
    RefundableLine,
    RefundItem,
    RefundOutcome,
    RefundSimulation,
    SettlementStatus,
    SettlementView,
)


def refundable(order_id: UUID) -> Refundable:
    """What a buyer can still get back, per line; nothing of a cancelled order.

    Raises NotFound while the order is not paid. Whoever asks checks who may see it.
    """
    view = get_settlement(order_id)
    is_over = view.status is SettlementStatus.CANCELLED
    return Refundable(
        order_id,
        view.currency,
        tuple(
            RefundableLine(
                line.line_id,
                0 if is_over else line.quantity - line.refunded_quantity,
                0 if is_over else line.left_minor,
            )
            for line in view.lines
        ),
        0 if is_over else view.freight_minor - view.refunded_freight_minor,
    )


def simulate_refund(
    order_id: UUID, items: Sequence[RefundItem], freight_minor: int = 0
) -> RefundSimulation:
    """The refund thought through: who gives back how much, out of which account, as of now.

    Raises what `refund_order` raises. Whoever asks checks who may see it.
    """
    view = get_settlement(order_id)
    plan = plan_refund(view, items, freight_minor)
    return RefundSimulation(
        order_id=order_id,
        currency=view.currency,
        is_settled=view.status is SettlementStatus.SETTLED,
        buyer_minor=plan.buyer_minor,
        platform_minor=plan.platform_minor,
        freight_minor=plan.freight_minor,
        parts=find_sources(view, plan),
    )


def find_sources(view: SettlementView, plan: RefundPlan) -> tuple[PartEffect, ...]:
    """The effect on each payee with the accounts it is taken from, by the balances of now."""
    effects = list_effects(view, plan)
    if view.status is not SettlementStatus.SETTLED:
        escrow = order_escrow(view.order_id)
        return tuple(
            PartEffect(
                e.account,
                e.role,
                e.before_minor,
                e.back_minor,
                ((escrow, e.back_minor),) if e.back_minor else (),
            )
            for e in effects
        )
    names = {e.account for e in effects} - {PLATFORM_FEES}
    names |= {shop_account(view.shop_id, part) for part in ("available", "reserve", "deposit")}
    purses = get_balances(sorted(names), view.currency)
    return draw(effects, view.shop_id, {n: b.available_minor for n, b in purses.items()})


def view_refund(row: OrderRefund) -> RefundOutcome:
    """The row as it may leave this room."""
    return RefundOutcome(
        row.id,
        row.settlement_id,
        row.payment_refund_id,
        row.business_ref,
        row.buyer_minor,
        row.platform_minor,
        row.requested_at,
        row.arrived_at,
    )


def list_refunds(order_id: UUID) -> tuple[RefundOutcome, ...]:
    """Refunds of an order, oldest first; one statement. Whoever asks checks who may see it."""
    load = OrderRefund.objects.filter(settlement_id=order_id).order_by("requested_at", "id")
    return tuple(view_refund(row) for row in load)


def find_refund(business_ref: str) -> RefundOutcome | None:
    """The refund that was asked for under this reference, if there is one."""
    row = OrderRefund.objects.filter(business_ref=business_ref).first()
    return None if row is None else view_refund(row)
