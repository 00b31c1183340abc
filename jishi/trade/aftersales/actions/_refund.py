"""Give the money of a case back, through settlement's door only."""

from __future__ import annotations

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.types import Actor
from jishi.trade.aftersales.actions.move_after_sale import move_after_sale
from jishi.trade.aftersales.events import AfterSaleRefunded
from jishi.trade.aftersales.models import AfterSale
from jishi.trade.aftersales.rules import AFTER_SALE, REASONS
from jishi.trade.aftersales.types import AfterSaleKind, AfterSaleStatus, Reason
from jishi.trade.settlement.actions.refund_order import refund_order
from jishi.trade.settlement.queries import refundable
from jishi.trade.settlement.types import Refundable, RefundItem


def refund_case(*, actor: Actor, case: AfterSale, by: str, note: str = "") -> None:
    """Move a locked case to `refunded` and give its money back, no more than is left of it.

    Raises TransitionRefused and the refusals of settlement.
    """
    target = AfterSaleStatus.REFUNDED
    AFTER_SALE.check(case.status, target, by)
    amount, freight = _bounded(case, refundable(case.order_id))
    case.refunded_minor = amount + freight
    case.refunded_at = clock.now()
    if case.refunded_minor:  # its locks begin with the order, so it comes before the unholding
        reference = refund_reference(case)
        refund_order(
            actor=actor,
            order_id=case.order_id,
            items=refund_items(case, amount),
            freight_minor=freight,
            reason=case.reason,
            business_ref=reference,
            idempotency_key=reference,
        )
    else:  # a chargeback was quicker: there is nothing left to give
        case.arrived_at = case.refunded_at
    move_after_sale(actor=actor, case=case, target=target, by=by, note=note)
    record(
        AfterSaleRefunded(
            after_sale_id=case.id,
            order_id=case.order_id,
            line_id=case.line_id,
            product_id=case.product_id,
            shop_id=case.shop_id,
            buyer_id=case.buyer_id,
            kind=case.kind,
            reason=case.reason,
            fault=REASONS[Reason(case.reason)].fault,
            quantity=case.quantity,
            refunded_minor=case.refunded_minor,
            currency=case.currency,
        )
    )


def refund_items(case: AfterSale, amount_minor: int) -> tuple[RefundItem, ...]:
    """What settlement is asked for: pieces count as given back when they come back whole."""
    pieces = case.quantity if AfterSaleKind(case.kind).has_return else 0
    return (RefundItem(case.line_id, pieces, amount_minor),) if amount_minor else ()


def _bounded(case: AfterSale, left: Refundable) -> tuple[int, int]:
    line = left.line(case.line_id)
    amount = min(case.amount_minor, line.left_minor if line else 0)
    return amount, min(case.freight_minor, left.freight_left_minor)


def refund_reference(case: AfterSale) -> str:
    """Under which payments and ledger know the refund of a case."""
    return f"aftersale:{case.id}:refund"
