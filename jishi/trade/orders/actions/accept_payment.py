"""Take the money of a checkout: its orders are paid, its stock is sold."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import TransitionRefused
from jishi.foundation.kernel.events import record
from jishi.foundation.kernel.transactions import require_transaction
from jishi.foundation.kernel.types import Actor, ActorKind
from jishi.foundation.ledger.types import PostingInput
from jishi.trade.catalog.actions.commit_reservation import commit_reservation
from jishi.trade.catalog.errors import ReservationGone
from jishi.trade.orders.actions.move_checkout import MovedOrder, move_checkout
from jishi.trade.orders.events import OrderPaid, VirtualOrderPaid
from jishi.trade.orders.types import CHECKOUT_PREFIX, SUBSIDY, CheckoutStatus
from jishi.trade.payments.types import PaymentView
from jishi.trade.promotions.actions.commit_promotions import commit_promotions
from jishi.trade.promotions.errors import GroupClosed
from jishi.trade.shipping.types import DeliveryMethod

PROVIDER = Actor(ActorKind.PROVIDER)


def accept_payment(*, actor: Actor, payment: PaymentView) -> tuple[MovedOrder, ...]:
    """Make the checkout of a payment that came paid, and sell its stock.

    Raises TransitionRefused when the checkout is closed or paid already, ReservationGone when
    its stock was given away, GroupClosed when its group has ended; the caller gives up what
    was written then.
    """
    require_transaction()
    checkout_id = UUID(payment.reference.partition(":")[2])
    orders = move_checkout(
        actor=actor, checkout_id=checkout_id, target=CheckoutStatus.PAID, by="provider"
    )
    paid_at = clock.now()
    for order in orders:
        assert order.ship_by is not None
        record(
            OrderPaid(
                order_id=order.id,
                checkout_id=checkout_id,
                payment_id=payment.id,
                shop_id=order.shop_id,
                buyer_id=order.buyer_id,
                total_minor=order.total_minor,
                shop_discount_minor=order.shop_discount_minor,
                platform_discount_minor=order.platform_discount_minor,
                freight_minor=order.freight_minor,
                payable_minor=order.payable_minor,
                escrow_minor=order.escrow_minor,
                currency=order.currency,
                paid_at=paid_at,
                ship_by=order.ship_by,
                lines=order.lines,
            )
        )
        if order.delivery == DeliveryMethod.VIRTUAL:
            record(VirtualOrderPaid(order_id=order.id))
    if any(order.total_minor + order.freight_minor > order.payable_minor for order in orders):
        commit_promotions(actor=actor, reference=payment.reference)
    # Last of this room's writes, since the stock row is held from here to the commit.
    commit_reservation(actor=actor, reference=payment.reference)
    return orders


class CheckoutConsumer:
    """What payments asks when money for a checkout has come (payments' PaymentConsumer)."""

    prefix = CHECKOUT_PREFIX

    def on_paid(self, payment: PaymentView) -> Sequence[PostingInput] | None:
        """Each order's share into an escrow of its own, or None when the money is too late.

        What the market takes off the prices it pays into the same escrows.
        """
        try:
            orders = accept_payment(actor=PROVIDER, payment=payment)
        except (TransitionRefused, ReservationGone, GroupClosed):
            return None
        credits_ = [
            PostingInput(f"escrow:order:{order.id}", order.escrow_minor, order.currency)
            for order in orders
        ]
        subsidy = sum(order.platform_discount_minor for order in orders)
        return [*credits_, PostingInput(SUBSIDY, -subsidy, payment.currency)]
