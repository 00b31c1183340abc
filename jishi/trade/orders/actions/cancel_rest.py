"""Give up what was not shipped of an order: its money back, its goods back on the shelf."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.restock import restock
from jishi.trade.orders.actions._compensate import compensate_lateness
from jishi.trade.orders.actions._parcel import left_of, lock_lines
from jishi.trade.orders.actions.deliver_packages import deliver_if_all_came
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.errors import RestIsDue
from jishi.trade.orders.events import RestGivenUp
from jishi.trade.orders.models import OrderLine
from jishi.trade.orders.policies import RECEIPT_DAYS_SHIPPED
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.rules import REASON_LIMIT
from jishi.trade.orders.types import FulfilmentStatus, OrderView, UnsentLine, get_part_refunder


def cancel_rest(
    *, actor: Actor, order_id: UUID, reason: str = "", idempotency_key: str
) -> OrderView:
    """Give up the rest of an order that was shipped in part; what was shipped goes on its way.

    For the shop at any time, the buyer when the shop is late, the system when it never shipped.
    Raises TextTooLong, RestIsDue, NotFound, NotAllowed, TransitionRefused, IdempotencyConflict.
    """
    reason = clean_line(reason, field="reason", limit=REASON_LIMIT, required=False)
    return answer_once(
        actor=actor,
        action="cancel_rest",
        order_id=order_id,
        key=idempotency_key,
        words=(reason,),
        run=lambda: _give_up(actor, order_id, reason),
    )


def _give_up(actor: Actor, order_id: UUID, reason: str) -> None:
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("merchant", "buyer", "system"))
    if by == "buyer" and order.overdue_at is None:
        raise RestIsDue()
    target, here = FulfilmentStatus.SHIPPED, FulfilmentStatus.PART_SHIPPED
    move_order(actor=actor, order=order, target=target, by=by, note=reason, only_from=here)
    order.receive_by = clock.now() + timedelta(days=RECEIPT_DAYS_SHIPPED.get())
    order.save(update_fields=["fulfilment_status", "shipped_at", "receive_by"])
    rest = [(line, left_of(line)) for line in lock_lines(order) if left_of(line)]
    unsent = [UnsentLine(line.id, n, _paid_for(line, n)) for line, n in rest]
    for line, quantity in rest:
        line.cancelled_quantity += quantity
        line.save(update_fields=["cancelled_quantity"])
    reference = f"order:{order.id}:rest"
    refunded = sum(part.amount_minor for part in unsent)
    if refunded:
        get_part_refunder()(
            actor=actor,
            order_id=order.id,
            lines=unsent,
            reason=reason or "not shipped",
            business_ref=reference,
        )
    compensate_lateness(actor=actor, order=order, paid_minor=refunded)
    record(
        RestGivenUp(
            order_id=order.id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            refunded_minor=refunded,
            by=by,
        )
    )
    deliver_if_all_came(actor=actor, order=order, by="system")
    back = [(line.sku_id, quantity) for line, quantity in rest]
    restock(actor=actor, lines=back, reference=reference, reason="not shipped")


def _paid_for(line: OrderLine, quantity: int) -> int:
    """What the buyer paid for the last `quantity` pieces; all parts of a line sum to its price."""
    kept = line.quantity - quantity
    return line.payable_minor - line.payable_minor * kept // line.quantity
