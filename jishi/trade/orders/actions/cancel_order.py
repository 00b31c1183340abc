"""Cancel an order that was not shipped: all money back, all goods back on the shelf."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.types import Actor
from jishi.foundation.ledger.queries import get_balance
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.catalog.actions.restock import restock
from jishi.trade.orders.actions._compensate import compensate_lateness
from jishi.trade.orders.actions.close_checkout import close_checkout
from jishi.trade.orders.actions.move_address_change import close_address_change
from jishi.trade.orders.actions.move_invoice import withdraw_with_order
from jishi.trade.orders.actions.move_order import answer_once, move_order, role_in_order
from jishi.trade.orders.errors import OrderUnpaid
from jishi.trade.orders.events import OrderCancelled
from jishi.trade.orders.models import Checkout, Order, OrderLine
from jishi.trade.orders.queries.orders import lock_order
from jishi.trade.orders.rules import REASON_LIMIT
from jishi.trade.orders.types import (
    CHECKOUT_PREFIX,
    SUBSIDY,
    CheckoutStatus,
    FulfilmentStatus,
    OrderView,
)
from jishi.trade.payments.actions.request_refund import request_refund
from jishi.trade.promotions.actions.return_coupons import return_coupons
from jishi.trade.shops.queries import require_shop_right
from jishi.trade.shops.types import Right


def cancel_order(
    *, actor: Actor, order_id: UUID, reason: str = "", idempotency_key: str
) -> OrderView:
    """Cancel before shipping: for the buyer, the shop, the operator, or the system when due.

    A paid order is refunded in full. An unpaid one is closed by its buyer together with all
    that was to be paid with it. Raises TextTooLong, NotFound, OrderUnpaid when a shop would
    cancel an unpaid one, TransitionRefused once it is shipped, IdempotencyConflict.
    """
    reason = clean_line(reason, field="reason", limit=REASON_LIMIT, required=False)

    def run() -> None:
        # Not locked yet: a checkout is locked before its orders.
        pending = Order.objects.filter(id=order_id, payment_status=CheckoutStatus.PENDING)
        unpaid = pending.first()
        if unpaid is not None:
            _close(actor, unpaid, reason)
        else:
            _refund(actor, order_id, reason)

    return answer_once(
        actor=actor,
        action="cancel_order",
        order_id=order_id,
        key=idempotency_key,
        words=(reason,),
        run=run,
    )


def _close(actor: Actor, order: Order, reason: str) -> None:
    by = role_in_order(actor, order, ("buyer", "system", "merchant", "operator"))
    if by in ("merchant", "operator"):
        raise OrderUnpaid()
    close_checkout(actor=actor, checkout_id=order.checkout_id, by=by, reason=reason)


def _refund(actor: Actor, order_id: UUID, reason: str) -> None:
    order = lock_order(order_id)
    by = role_in_order(actor, order, ("buyer", "merchant", "operator", "system"))
    if by == "merchant":
        require_shop_right(actor, order.shop_id, Right.CANCEL_ORDERS)
    move_order(actor=actor, order=order, target=FulfilmentStatus.CANCELLED, by=by, note=reason)
    order.cancelled_by, order.cancel_reason = by, reason
    left = order.payable_minor - order.refund_minor
    order.refund_minor = order.payable_minor
    order.save(
        update_fields=[
            "fulfilment_status",
            "cancelled_at",
            "cancelled_by",
            "cancel_reason",
            "refund_minor",
        ]
    )
    close_address_change(actor=actor, order=order)
    withdraw_with_order(actor=actor, order=order)
    _give_back(actor, order, left, reason)
    compensate_lateness(actor=actor, order=order, paid_minor=left)
    record(
        OrderCancelled(
            order_id=order.id,
            checkout_id=order.checkout_id,
            shop_id=order.shop_id,
            buyer_id=order.buyer_id,
            refunded_minor=order.refund_minor,
            by=by,
            reason=reason,
        )
    )
    _return_coupons(actor, order)
    lines = OrderLine.objects.filter(order_id=order.id, refunded_quantity__lt=F("quantity"))
    rest = lines.values_list("sku_id", F("quantity") - F("refunded_quantity"))
    restock(
        actor=actor,
        lines=list(rest),
        reference=refund_reference(order.id),
        reason="order cancelled",
        sold_as=f"{CHECKOUT_PREFIX}:{order.checkout_id}",
    )


def _give_back(actor: Actor, order: Order, left: int, reason: str) -> None:
    """What is left in escrow: to the buyer what was paid and not given back, the rest to the
    platform, which had paid it for the buyer."""
    if left == 0:
        return
    payment_id = Checkout.objects.values_list("payment_id", flat=True).get(id=order.checkout_id)
    assert payment_id is not None, "a paid checkout has a payment"
    escrow, reference = f"escrow:order:{order.id}", refund_reference(order.id)
    held = get_balance(escrow, order.currency).posted_minor
    request_refund(
        actor=actor,
        payment_id=payment_id,
        amount_minor=left,
        reason=reason or "cancelled",
        business_ref=reference,
        postings_from=[
            PostingInput(escrow, -held, order.currency),
            PostingInput(SUBSIDY, held - left, order.currency),
        ],
        idempotency_key=reference,
    )


def _return_coupons(actor: Actor, order: Order) -> None:
    """The shop's coupons go back with its order, the market's with the last of the checkout."""
    if order.payable_minor >= order.total_minor + order.freight_minor:
        return
    siblings = Order.objects.filter(checkout_id=order.checkout_id)
    left = siblings.exclude(fulfilment_status=FulfilmentStatus.CANCELLED)
    return_coupons(
        actor=actor,
        reference=f"{CHECKOUT_PREFIX}:{order.checkout_id}",
        shop_id=order.shop_id if left.exists() else None,
    )


def refund_reference(order_id: UUID) -> str:
    """Under which payments and ledger know the refund of a cancelled order."""
    return f"order:{order_id}:cancel"
