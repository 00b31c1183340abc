"""End a checkout that was not paid: its stock goes back on the shelf."""

from __future__ import annotations

from uuid import UUID

from jishi.foundation.kernel.audit import audit
from jishi.foundation.kernel.errors import NotFound, TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.texts import clean_line
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor
from jishi.trade.catalog.actions.release_reservation import release_reservation
from jishi.trade.orders.actions.move_checkout import move_checkout
from jishi.trade.orders.events import CheckoutClosed, OrderCancelled
from jishi.trade.orders.models import Checkout
from jishi.trade.orders.queries.orders import load_checkout
from jishi.trade.orders.rules import REASON_LIMIT
from jishi.trade.orders.types import CHECKOUT_PREFIX, CheckoutStatus, CheckoutView
from jishi.trade.payments.actions.close_payment import close_payment
from jishi.trade.payments.types import PaymentStatus
from jishi.trade.promotions.actions.free_promotions import free_promotions


def close_checkout(
    *, actor: Actor, checkout_id: UUID, by: str = "system", reason: str = ""
) -> CheckoutView:
    """Close a pending checkout with all its orders; `by` is buyer, provider or system.

    Money that arrives later is refunded by payments. Raises NotFound, TransitionRefused when it
    is paid or closed already.
    """
    require_transaction()
    reason = clean_line(reason, field="reason", limit=REASON_LIMIT, required=False)
    row = Checkout.objects.filter(id=checkout_id).values("payment_id", "buyer_id").first()
    if row is None:
        raise NotFound()
    # The checkout before its payment, as booking locks them: of paying and closing one waits.
    orders = move_checkout(
        actor=actor, checkout_id=checkout_id, target=CheckoutStatus.CLOSED, by=by, note=reason
    )
    if row["payment_id"] is not None:
        payment = close_payment(actor=actor, payment_id=row["payment_id"], reason=reason)
        if payment.status is PaymentStatus.PAID:
            raise TransitionRefused(status=payment.status, to=CheckoutStatus.CLOSED)
    audit(
        actor=actor,
        action="close_checkout",
        subject_kind="checkout",
        subject_id=checkout_id,
        detail={"by": by, "reason": reason},
    )
    record(CheckoutClosed(checkout_id=checkout_id, buyer_id=row["buyer_id"], reason=reason))
    for order in orders:
        record(
            OrderCancelled(
                order_id=order.id,
                checkout_id=checkout_id,
                shop_id=order.shop_id,
                buyer_id=order.buyer_id,
                refunded_minor=0,
                by=by,
                reason=reason,
            )
        )
    view = load_checkout(checkout_id)
    if any(order.total_minor + order.freight_minor > order.payable_minor for order in view.orders):
        free_promotions(actor=actor, reference=f"{CHECKOUT_PREFIX}:{checkout_id}")
    release_reservation(actor=actor, reference=f"{CHECKOUT_PREFIX}:{checkout_id}")
    return view
